using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Training;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>A generation session with the hand-made model.</summary>
internal sealed class ComposingSession(GrainCluster cluster, OwnedKey key, string model)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TuneSettings Short { get; } = new(Words: 40, Seed: 7, Temperature: 1.2, TopK: 0, TopP: 0.95, TempoQpm: 120, Primer: []);

    /// <summary>Long enough that a test can come in between.</summary>
    public static TuneSettings Long { get; } = Short with { Words = 2_000_000 };

    /// <summary>For the model of Score24.</summary>
    public static TuneSettings Bars { get; } = Short with { Words = null, TempoQpm = null, Constraints = new TuneConstraints(Bars: 4) };

    public OwnedKey Key { get; } = key;

    public OwnedKey Model => new(Key.Owner, model);

    public IGenerationSessionGrain Grain => cluster.Grains.GetGrain<IGenerationSessionGrain>(Key.ToString());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ComposingSession> CreateAsync(GrainCluster cluster, HandMadeModel? handMade = null)
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 1, model: handMade);
        var model = cluster.NewKey();
        await cluster.Grains.GetGrain<IModelGrain>(model.ToString()).Publish(training.Key.Id, null);
        return await CreateAsync(cluster, model);
    }

    public static async Task<ComposingSession> CreateAsync(GrainCluster cluster, OwnedKey model)
    {
        var session = new ComposingSession(cluster, cluster.NewKey(), model.Id);
        Assert.True((await session.Grain.Create("Evening", model.Id)).Succeeded);
        return session;
    }

    /// <summary>A session as a crash left it: its state is in the store, with a tune that was accepted and not begun.</summary>
    public static async Task<ComposingSession> InterruptedAsync(GrainCluster cluster, ComposingSession like, TuneSettings settings, DateTimeOffset? expiresAt = null)
    {
        var model = (await cluster.Grains.GetGrain<IModelGrain>(like.Model.ToString()).Get()).Value!;
        var session = new ComposingSession(cluster, cluster.NewKey(), like.Model.Id);
        var state = new GenerationState
        {
            Name = "Evening",
            Model = like.Model.Id,
            Version = model.Current,
            Tunes = [Queued(session.Key, 1, settings, model.Current.Hash, expiresAt)],
        };
        if (settings.Primer.Count > 0)
            await cluster.Store.PutAsync(TuneBlobs.Request(session.Key, 1), JsonSerializer.SerializeToUtf8Bytes(settings, ContractJson.Options), cancellationToken: Token);
        await cluster.Store.PutAsync(
            $"state/session/{session.Key}",
            JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options),
            cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/tune/{session.Key}/1", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);
        return session;
    }

    public async Task<TuneSummary> ComposeAsync(TuneSettings settings, string? request = null) => (await Grain.Compose(settings, request)).Value!;

    /// <summary>Waits for the end of a tune, but not for ever.</summary>
    public async Task<TuneSummary> AwaitEndAsync(int number)
    {
        await Grain.WatchTune(number, 0, Token).LastAsync(Token).AsTask().WaitAsync(Patience, TimeProvider.System, Token);
        return (await Grain.GetTune(number)).Value!;
    }

    /// <summary>Waits until nothing is in the store that an ended tune needs no more: it goes behind the end, and the mark goes last.</summary>
    public Task AwaitTidyAsync(int number) => Eventually.IsAsync(async () => !await IsMarkedAsync(number));

    public async Task<List<TuneEvent>> EventsAsync(int number, long from = 1) => await Grain.WatchTune(number, from, Token).ToListAsync(Token);

    public async Task<List<string>> WordsAsync(int number, int variation = 1) =>
        [.. (await EventsAsync(number)).Where(happened => happened.Variation == variation).SelectMany(happened => happened.Words)];

    public async Task<byte[]?> BlobAsync(Func<OwnedKey, int, int, string> keyOf, int number, int variation = 1) =>
        (await cluster.Store.GetAsync(keyOf(Key, number, variation), Token))?.Content.ToArray();

    /// <summary>The keys of everything that the session's tunes have in the store.</summary>
    public async Task<List<string>> BlobsAsync() => await cluster.Store.ListAsync(TuneBlobs.Folder(Key), cancellationToken: Token).Select(blob => blob.Key).ToListAsync(Token);

    public async Task<bool> IsMarkedAsync(int number) => await cluster.Store.FindAsync($"unfinished/tune/{Key}/{number}", Token) is not null;

    /// <summary>A tune as a session's state has it before it is begun.</summary>
    private static TuneSummary Queued(OwnedKey session, int number, TuneSettings settings, string modelHash, DateTimeOffset? expiresAt) => new(
        session.Id, number, TunePhase.Queued, settings with { Primer = [] }, modelHash, 0, 0, 0, null, DateTimeOffset.UnixEpoch, settings.Primer.Count,
        [.. Enumerable.Range(1, settings.Variations).Select(variation => new TuneVariation(variation))], expiresAt ?? DateTimeOffset.MaxValue);
}
