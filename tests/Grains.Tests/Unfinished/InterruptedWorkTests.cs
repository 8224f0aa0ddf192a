using Microsoft.Extensions.Logging.Abstractions;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Sessions;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Unfinished;

/// <summary>Work whose activation goes away in the middle. Each test has a cluster of its own to disturb.</summary>
public sealed class InterruptedWorkTests : IAsyncLifetime
{
    private readonly GrainCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IManagementGrain Management => _cluster.Grains.GetGrain<IManagementGrain>(0);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Ingestion_Deactivated_GoesOnWhenWokenAndReportsEachFileOnce()
    {
        var key = _cluster.NewKey();
        var corpus = _cluster.Grains.GetGrain<ICorpusGrain>(key.ToString());
        await corpus.Create(null, IntakeSettings.Everything);
        (string Name, byte[] Content)[] files = [.. Enumerable.Range(0, 600).Select(number => ($"{number}.mid", MidiFiles.Melody(number / 100, number % 100)))];
        await MidiFiles.UploadAsync(_cluster.Store, _cluster.Grains, key, files, Token);
        await Eventually.IsAsync(async () => (await corpus.GetIngestion(1)).Value!.Done > 0);

        await corpus.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        await corpus.WakeIngestion(1);

        Assert.Equal(IngestionPhase.Succeeded, (await corpus.WatchIngestion(1, Token).LastAsync(Token)).Phase);
        var reports = (await corpus.GetFiles(0, 1000)).Value!.Items;
        Assert.Equal(files.Select(file => file.Name), reports.Select(report => report.Name));
        Assert.All(reports, report => Assert.Equal(FileOutcome.Accepted, report.Outcome));
    }

    [Fact]
    public async Task Tune_Deactivated_IsComposedToTheSameBytesWhenWoken()
    {
        var session = await ComposingSession.CreateAsync(_cluster);
        var settings = ComposingSession.Short with { Words = 200_000 };
        await session.ComposeAsync(settings);
        await AwaitWordsAsync(session);

        await session.Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        Assert.True(await session.IsMarkedAsync(1));
        Assert.Equal(TunePhase.Queued, (await session.Grain.GetTune(1)).Value?.Phase);
        await session.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(1)).Phase);
        await session.ComposeAsync(settings);
        await session.AwaitEndAsync(2);
        Assert.Equal(await session.BlobAsync(TuneBlobs.Midi, 2), await session.BlobAsync(TuneBlobs.Midi, 1));
    }

    [Fact]
    public async Task Tune_OfASiloThatWasKilled_IsComposedOnTheOther()
    {
        var session = await ComposingSession.CreateAsync(_cluster);
        await session.ComposeAsync(ComposingSession.Short with { Words = 200_000 });
        await AwaitWordsAsync(session);
        var home = await Management.GetActivationAddress(session.Grain, Token);

        await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(home)), Token);
        await session.Grain.WakeTune(1);

        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(1)).Phase);
        Assert.NotEqual(home, await _cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(session.Grain, Token));
    }

    [Fact]
    public async Task WatchTune_OfASiloThatWasKilled_GoesOnOnTheOtherWithoutGapOrRepeat()
    {
        var session = await ComposingSession.CreateAsync(_cluster);
        var settings = ComposingSession.Short with { Words = 20_000, Variations = 3 };
        await session.ComposeAsync(settings);
        var home = await Management.GetActivationAddress(session.Grain, Token);
        var seen = new List<TuneEvent>();

        var reading = ResumedReading.ReadAsync(
            from => session.Grain.WatchTune(1, from, Token), happened => happened.Sequence, 1, TimeProvider.System, NullLogger.Instance, Token);
        await foreach (var happened in reading)
        {
            seen.Add(happened);
            if (seen.Count == 10) await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(home)), Token);
        }

        var whole = await ComposingSession.CreateAsync(_cluster, session.Model);
        await whole.ComposeAsync(settings);
        Assert.Equal(3 * 20_000 / 16 + 1, seen.Count);
        Assert.Equivalent(await whole.EventsAsync(1), seen, strict: true);
    }

    [Fact]
    public async Task Training_Deactivated_KeepsItsPhaseLeaseAndPlaceInTheQueue()
    {
        var running = await PlayedTraining.RunningAsync(_cluster);
        var waiting = await PlayedTraining.QueuedAsync(_cluster);
        await Eventually.IsAsync(waiting.WaitsAsync);

        foreach (var training in new[] { waiting, running }) await training.Grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var queue = _cluster.Grains.GetGrain<ITrainingQueueGrain>(PoolName.Default);
        await queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        await waiting.Grain.Wake();
        await running.Grain.Wake();

        Assert.True(await waiting.WaitsAsync());
        Assert.Equal((TrainingPhase.Running, 1), ((await running.GetAsync()).Phase, (await running.GetAsync()).LeaseEpoch));
        Assert.True(await running.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed)));
        Assert.Equal(TrainingPhase.Succeeded, (await running.EventsAsync())[^1].Phase);
    }

    private static async Task AwaitWordsAsync(ComposingSession session)
    {
        await using var words = session.Grain.WatchTune(1, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await words.MoveNextAsync());
    }
}
