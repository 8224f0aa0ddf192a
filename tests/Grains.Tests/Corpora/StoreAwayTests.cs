using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>The store is away while an upload is read.</summary>
public sealed class StoreAwayTests(SmallCluster cluster) : IClassFixture<SmallCluster>
{
    private const string HeldUp = "The store fails; the files are read on as soon as it works again.";

    private readonly OwnedKey _key = cluster.NewKey();
    private readonly TaskCompletionSource _othersAreRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _othersMayBe = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task Ingest_StoreIsAway_WaitsForItSaysSoAndLosesNothing()
    {
        var away = true;
        cluster.HeldStore.BeforeOpen = _ => Volatile.Read(ref away) ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;
        await Corpus.Create(null, IntakeSettings.Everything);
        await UploadAsync(SmallCluster.CorpusFiles);

        var held = await FirstReasonAsync();
        Volatile.Write(ref away, false);
        var ended = await Corpus.WatchIngestion(1, Token).LastAsync(Token);

        Assert.Equal((IngestionPhase.Running, 0, HeldUp), (held.Phase, held.Done, held.Reason));
        Assert.Equal(new IngestionSummary(_key.Id, 1, IngestionPhase.Succeeded, SmallCluster.CorpusFiles, SmallCluster.CorpusFiles, SmallCluster.CorpusFiles, 0, 0), ended);
    }

    [Fact]
    public async Task CancelIngestion_HeldUp_TheNextOneIsNot()
    {
        LoseTheFirst();
        await Corpus.Create(null, IntakeSettings.Everything);
        await UploadAsync(1);
        await UploadAsync(2);
        await FirstReasonAsync();

        await Corpus.CancelIngestion(1);

        Assert.Equal((IngestionPhase.Canceled, null), await Corpus.WatchIngestion(1, Token).LastAsync(Token) is var canceled ? (canceled.Phase, canceled.Reason) : default);
        await IsReadUndisturbedAsync(2);
    }

    [Fact]
    public async Task Delete_HeldUp_TheNextCorpusOfThatIdIsNot()
    {
        LoseTheFirst();
        await Corpus.Create(null, IntakeSettings.Everything);
        await UploadAsync(1);
        await FirstReasonAsync();

        await Corpus.Delete();
        await Corpus.Create(null, IntakeSettings.Everything);
        await UploadAsync(2);

        await IsReadUndisturbedAsync(1);
    }

    [Fact]
    public async Task Ingest_MarkOfTheOneBeforeCannotBeRemoved_IsNotHeldUp()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.HeldStore.BeforeOpen = _ => Task.CompletedTask;
        cluster.HeldStore.BeforeDelete = key => key == $"unfinished/ingestion/{_key}/1" && failed.TrySetResult() ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;
        await Corpus.Create(null, IntakeSettings.Everything);
        await UploadAsync(1);
        await failed.Task.WaitAsync(Token);
        cluster.HeldStore.BeforeOpen = WaitAsync;

        await UploadAsync(2);

        await IsReadUndisturbedAsync(2);
    }

    /// <summary>The store is away for the files of the upload that is read first; those of others have to wait.</summary>
    private void LoseTheFirst()
    {
        string? first = null;
        cluster.HeldStore.BeforeOpen = key =>
        {
            if (!key.Contains("/uploads/", StringComparison.Ordinal)) return Task.CompletedTask;
            var folder = key[..key.LastIndexOf('/')];
            return folder == (first ??= folder) ? Task.FromException(new IOException("The store is away.")) : WaitAsync(key);
        };
    }

    private Task WaitAsync(string key)
    {
        if (!key.Contains("/uploads/", StringComparison.Ordinal)) return Task.CompletedTask;
        _othersAreRead.TrySetResult();
        return _othersMayBe.Task;
    }

    private async Task IsReadUndisturbedAsync(int number)
    {
        await _othersAreRead.Task.WaitAsync(Token);
        var reading = (await Corpus.GetIngestion(number)).Value!;
        _othersMayBe.SetResult();

        Assert.Equal((IngestionPhase.Running, 0, null), (reading.Phase, reading.Done, reading.Reason));
        Assert.Equal(IngestionPhase.Succeeded, (await Corpus.WatchIngestion(number, Token).LastAsync(Token)).Phase);
    }

    private async Task UploadAsync(int files) =>
        await MidiFiles.UploadAsync(cluster.HeldStore, cluster.Grains, _key, [.. Enumerable.Range(0, files).Select(i => ($"{files}-{i}.mid", MidiFiles.Melody(60, 60 + i)))], Token);

    private async Task<IngestionSummary> FirstReasonAsync() => await Corpus.WatchIngestion(1, Token).FirstAsync(progress => progress.Reason is not null, Token);
}
