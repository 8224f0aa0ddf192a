using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Datasets;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class DatasetAssemblyTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, DatasetPhase.Built)]
    [InlineData(4, DatasetPhase.Failed)]
    public async Task Assemble_FiveTokens_FailsWithAReasonWhereFewerAreAllowed(int most, DatasetPhase phase)
    {
        var corpus = await MidiFiles.IngestAsync(
            cluster.Store, cluster.Grains, cluster.NewKey(), [("a.mid", MidiFiles.Melody(60, 62)), ("b.mid", MidiFiles.Melody(60, 62, 64))], Token);
        var recipe = (await corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!;
        using var cpu = new CpuPool();

        var summary = await new DatasetAssembly(cluster.Store, cpu) { MaxTokens = most }.AssembleAsync(RecipeHash.Of(recipe), recipe, Token);

        Assert.Equal(phase, summary.Phase);
        Assert.Equal(phase == DatasetPhase.Failed, summary.Reason?.StartsWith("The corpus has more than 4 tokens, ", StringComparison.Ordinal) ?? false);
    }
}
