using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>Uploads at the bounds of what a corpus takes.</summary>
public sealed class UploadOptionsTests(SmallCluster cluster) : IClassFixture<SmallCluster>
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task Ingest_MoreUploadsThanMayWait_IsBusyUntilOneHasEndedAndKeepsNothing()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        var pages = cluster.HeldStore.HoldWrites($"{_key}/pages/");
        await UploadAsync(60);
        await UploadAsync(61);

        var third = await UploadAsync(62);
        var kept = await UploadsAsync();
        pages.SetResult();
        await Corpus.WatchIngestion(2, Token).LastAsync(Token);
        var again = await UploadAsync(62);

        Assert.Equal((ProblemKind.Busy, "corpus-busy"), (third.Problem?.Kind, third.Problem?.Code));
        Assert.Equal(2, kept);
        Assert.Equal(3, again.Value?.Number);
    }

    [Fact]
    public async Task Ingest_MoreFilesThanACorpusHas_IsRefusedAndKeepsNothing()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        var pages = cluster.HeldStore.HoldWrites($"{_key}/pages/");
        await UploadAsync(60, 61, 62, 63);

        // Those that wait count too.
        var over = await UploadAsync(64, 65);
        var kept = await UploadsAsync();
        var last = await UploadAsync(64);
        pages.SetResult();

        Assert.Equal((ProblemKind.Conflict, "corpus-full"), (over.Problem?.Kind, over.Problem?.Code));
        Assert.Contains("at most 5 files", over.Problem?.Detail, StringComparison.Ordinal);
        Assert.Equal(1, kept);
        Assert.True(last.Succeeded);
        Assert.Equal(1, (await Corpus.WatchIngestion(2, Token).LastAsync(Token)).Accepted);
    }

    private Task<Answer<IngestionSummary>> UploadAsync(params int[] pitches) =>
        MidiFiles.UploadAsync(cluster.Store, cluster.Grains, _key, pitches.Select(pitch => ($"{pitch}.mid", MidiFiles.Melody(pitch))), Token);

    private async Task<int> UploadsAsync() =>
        await cluster.Store.ListAsync($"corpora/{_key}/uploads/", cancellationToken: Token).Select(blob => blob.Key.Split('/')[^2]).Distinct().CountAsync(Token);
}
