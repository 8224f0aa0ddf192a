using System.Text.Json;
using MusicGen.Client;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>The service dies while it trains.</summary>
public sealed class SiloDeathTests(UnbrokenTraining unbroken, ITestOutputHelper output)
{
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Start_AfterKillMidEpoch_GoesOnByItselfAndLosesNothing()
    {
        using var data = unbroken.Copy();
        TrainingSummary training;
        List<TrainingEvent> seen;
        SeenProcess orphan;
        string session, things;
        await using (var first = await SiloProcess.StartAsync(data))
        {
            session = await ComposedSessionAsync(first.Client);
            things = await ThingsAsync(first.Client, session);
            training = await first.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
            seen = await first.EventsUntilMidEpochAsync(training);
            orphan = first.Worker();
            await first.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(data);
        var after = await second.Client.Trainings.GetAsync(training.Id, Patience.Token);
        Assert.Equal(things, await ThingsAsync(second.Client, session));
        await second.EventsUntilRunningAgainAsync(training.Id, seen.Kept());
        var recovery = second.SinceStart.Elapsed;
        var events = await second.EventsAsync(training.Id);

        output.WriteLine($"from restart to running: {recovery.TotalSeconds:F1} s");
        Assert.InRange(recovery, TimeSpan.Zero, RecoveryTime);
        await orphan.EndAsync();
        Assert.Contains(seen.Last(happened => happened.Checkpoint is not null).Checkpoint, after.Checkpoints);
        Assert.Equal(seen.Kept(), events.Kept().Take(seen.Kept().Count));
        events.AssertResumedFromLastCheckpoint();
        var ended = await second.Client.Trainings.GetAsync(training.Id, Patience.Token);
        Assert.Subset(ended.Losses.ToHashSet(), seen.Select(happened => happened.Losses).OfType<EpochLosses>().ToHashSet());
        Assert.Equal(2, ended.LeaseEpoch);
        await unbroken.AssertEqualAsync(second, training.Id);
    }

    [Fact]
    public async Task Start_AfterManyKills_StillEndsWithTheSameWeights()
    {
        const int Kills = 3;
        using var data = unbroken.Copy();
        TrainingSummary? training = null;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var silo = await SiloProcess.StartAsync(data);
            training ??= await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
            var steps = kill * unbroken.Training.Losses[0].Step;
            await silo.EventsUntilAsync(training.Id, happened => happened.Step > steps);
            await silo.KillAsync();
        }

        await using var last = await SiloProcess.StartAsync(data);
        var events = await last.EventsAsync(training!.Id);

        Assert.Equal(Kills, events.Count(happened => happened.Kind == TrainingEventKind.Resumed));
        var kept = events.Kept();
        Assert.Equal(Enumerable.Range(1, kept.Count), kept.Select(happened => (int)happened.Sequence));
        await unbroken.AssertEqualAsync(last, training.Id);
    }

    /// <summary>A session with a finished tune.</summary>
    private async Task<string> ComposedSessionAsync(MusicGenClient client)
    {
        var session = await client.Sessions.CreateAsync(new CreateSession(unbroken.Model, "before"), cancellationToken: Patience.Token);
        var tune = await client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 64, Seed: 3), cancellationToken: Patience.Token);
        var events = await client.Sessions.WatchAsync(session.Id, tune.Number, Patience.Token).ToListAsync(Patience.Token);
        Assert.Equal(TunePhase.Succeeded, events[^1].Phase);
        return session.Id;
    }

    /// <summary>All that a client can ask about what was there before, as text.</summary>
    private async Task<string> ThingsAsync(MusicGenClient client, string session) => string.Join('\n',
    [
        Json(await client.Corpora.GetAsync(unbroken.Corpus, Patience.Token)),
        Json(await client.Corpora.FilesAsync(unbroken.Corpus, cancellationToken: Patience.Token)),
        Json(await client.Trainings.GetAsync(unbroken.Training.Id, Patience.Token)),
        Json(await client.Models.GetAsync(unbroken.Model, Patience.Token)),
        Json(await client.Sessions.GetAsync(session, Patience.Token)),
        Json(await client.Sessions.TunesAsync(session, cancellationToken: Patience.Token)),
        Convert.ToHexString(await client.Sessions.MidiAsync(session, 1, Patience.Token)),
        await client.Sessions.NoteFileAsync(session, 1, Patience.Token),
    ]);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);
}
