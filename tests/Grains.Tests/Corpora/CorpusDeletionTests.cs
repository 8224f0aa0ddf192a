using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Tests.Corpora;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Corpora;

public sealed class CorpusDeletionTests(GrainCluster cluster)
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task Delete_Corpus_IsGoneAtOnceAndLeavesNothing()
    {
        await IngestAsync(60, 61);

        var problem = await Corpus.Delete();
        var (get, again) = (await Corpus.Get(), await Corpus.Delete());

        Assert.Null(problem);
        Assert.Equal(["corpus-not-found", "corpus-not-found"], [get.Problem?.Code, again?.Code]);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Create_WithTheIdOfADeletedCorpus_KnowsNothingOfIt()
    {
        await IngestAsync(60, 61);
        await Corpus.Delete();

        await IngestAsync(60);

        var corpus = (await Corpus.Get()).Value!;
        Assert.Equal((1, 1, 0, 1), (corpus.Files, corpus.Accepted, corpus.Duplicates, corpus.Ingestions));
    }

    [Fact]
    public async Task Delete_WhileUploadsAreRead_EndsThem()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        for (var upload = 0; upload < 3; upload++)
        {
            var files = Enumerable.Range(0, 500).Select(number => ($"{number}.mid", MidiFiles.Melody(upload, number / 100, number % 100)));
            await MidiFiles.UploadAsync(cluster.Store, cluster.Grains, _key, files, Token);
        }
        await using var progress = Corpus.WatchIngestion(3, Token).GetAsyncEnumerator(Token);
        Assert.True(await progress.MoveNextAsync()); // somebody watches before it is deleted

        await Corpus.Delete();

        var last = progress.Current;
        while (await progress.MoveNextAsync()) last = progress.Current;
        Assert.Equal(IngestionPhase.Running, last.Phase);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Wake_AfterACrashBehindTheDeletion_RemovesTheRest()
    {
        await IngestAsync(60, 61);
        await Corpus.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var blob = (await cluster.Store.GetAsync($"state/corpus/{_key}", Token))!;
        var state = JsonSerializer.Deserialize<CorpusState>(blob.Content.Span, ContractJson.Options)! with { Deleted = true };
        await cluster.Store.PutAsync($"state/corpus/{_key}", JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options), cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/ingestion/{_key}/0", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await Corpus.WakeIngestion(0);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Delete_CorpusOfDatasets_LeavesThoseThatAreBuiltAndFailsOthers()
    {
        await IngestAsync(60, 61, 62, 63);
        var (built, late) = ((await Corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!, (await Corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames, NoteNames: new NoteNamesSettings(PartSelection.First)))).Value!);
        await BuildAsync(built);

        await Corpus.Delete();
        await NothingIsLeftAsync();

        Assert.Equal(DatasetPhase.Built, (await BuildAsync(built)).Phase);
        var failed = await BuildAsync(late);
        Assert.Equal((DatasetPhase.Failed, "The corpus is gone."), (failed.Phase, failed.Reason));
    }

    private async Task IngestAsync(params int[] pitches) =>
        await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, _key, pitches.Select(pitch => ($"{pitch}.mid", MidiFiles.Melody(pitch))), Token);

    private async Task<DatasetSummary> BuildAsync(DatasetRecipe recipe)
    {
        var dataset = cluster.Grains.GetGrain<IDatasetGrain>(RecipeHash.Of(recipe));
        var summary = await dataset.Build(recipe);
        while (summary.Phase == DatasetPhase.Building) summary = await dataset.WaitABit(Token);
        return summary;
    }

    private Task NothingIsLeftAsync() => Leftovers.AwaitNoneAsync(cluster, _key, "corpora", "state/corpus", "unfinished/ingestion");
}
