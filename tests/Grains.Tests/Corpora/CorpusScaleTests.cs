using MusicGen.Contracts.Datasets;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>Ten thousand files through the real grains and the real store.</summary>
public sealed class CorpusScaleTests(GrainCluster cluster)
{
    private const int Files = 10_000;

    /// <summary>The state of a corpus is written with every page.</summary>
    private const int LargestStateBytes = 8 << 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_TenThousandFiles_KeepsTheStateSmallAndTheBlobsFew()
    {
        var key = cluster.NewKey();
        var files = Enumerable.Range(0, Files).Select(number => ($"{number}.mid", MidiFiles.Melody(number / 100, number % 100)));

        var corpus = await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, key, files, Token);

        var summary = (await corpus.Get()).Value!;
        Assert.Equal((Files, Files, 2L * Files), (summary.Files, summary.Accepted, summary.Notes));
        Assert.Equal("9999.mid", Assert.Single((await corpus.GetFiles(Files - 1, 200)).Value!.Items).Name);
        var state = await cluster.Store.FindAsync($"state/corpus/{key}", Token);
        Assert.InRange(state!.SizeBytes, 1, LargestStateBytes);
        var blobs = await cluster.Store.ListAsync($"corpora/{key}/", cancellationToken: Token).CountAsync(Token);
        Assert.InRange(blobs, 1, 200);
        var recipe = (await corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!;
        Assert.NotNull(await cluster.Store.FindAsync($"corpora/{key}/frozen/{recipe.Files}", Token));
    }
}
