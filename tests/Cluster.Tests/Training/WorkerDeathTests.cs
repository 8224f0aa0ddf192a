using System.Diagnostics;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>A worker dies while it trains.</summary>
public sealed class WorkerDeathTests(UnbrokenTraining unbroken, ITestOutputHelper output)
{
    private const int DeathsAllowed = 3;

    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Kill_OfAWorkerMidEpoch_IsNoticedAndAnotherGoesOn()
    {
        using var data = unbroken.Copy();
        await using var silo = await SiloProcess.StartAsync(data);
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        var seen = await silo.EventsUntilMidEpochAsync(training);

        var worker = silo.Worker();
        var sinceKill = Stopwatch.StartNew();
        worker.Kill();
        await silo.EventsUntilRunningAgainAsync(training.Id, seen.Kept());
        var recovery = sinceKill.Elapsed;
        var events = await silo.EventsAsync(training.Id);

        output.WriteLine($"from kill to running: {recovery.TotalSeconds:F1} s");
        Assert.InRange(recovery, TimeSpan.Zero, RecoveryTime);
        Assert.Equal(seen.Kept(), events.Kept().Take(seen.Kept().Count));
        Assert.Single(events, happened => happened.Phase == TrainingPhase.Recovering && happened.Message == "its worker died: It was killed by the system (signal 9), often for want of memory.");
        events.AssertResumedFromLastCheckpoint();
        Assert.Equal(2, (await silo.Client.Trainings.GetAsync(training.Id, Patience.Token)).LeaseEpoch);
        await unbroken.AssertEqualAsync(silo, training.Id);
    }

    [Fact]
    public async Task Suspend_OfAWorkerBeyondItsLease_HasAnotherGoOnAndOneLineOfCheckpoints()
    {
        using var data = unbroken.Copy();
        await using var silo = await SiloProcess.StartAsync(data, "--Training:LeaseDuration", "0:0:03");
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        var seen = await silo.EventsUntilMidEpochAsync(training);
        var worker = silo.Worker();
        var sinceStop = Stopwatch.StartNew();

        worker.Suspend();
        await silo.EventsUntilRunningAgainAsync(training.Id, seen.Kept());
        output.WriteLine($"from SIGSTOP to running, with a lease of 3 s: {sinceStop.Elapsed.TotalSeconds:F1} s");
        worker.Continue();
        await worker.EndAsync();
        var events = await silo.EventsAsync(training.Id);

        Assert.Single(events, happened => happened.Phase == TrainingPhase.Recovering && happened.Message == "its worker was not heard any more");
        events.AssertResumedFromLastCheckpoint();
        // Names end with the lease: once the second has begun, the first one's come no more.
        var leases = events.Select(happened => happened.Checkpoint?.Name.Split('-')[1]).OfType<string>().ToList();
        Assert.Equal(leases.Order(StringComparer.Ordinal), leases);
        Assert.Equal(["001", "002"], leases.Distinct());
        await unbroken.AssertEqualAsync(silo, training.Id);
    }

    [Fact]
    public async Task Death_AgainAndAgainWithoutProgress_FailsWithTheLastWordsAndLeavesTheServiceWell()
    {
        using var data = unbroken.Copy();
        var worker = data.Script("worker.sh", "echo 'the device fell off the bus' >&2", "exit 1");
        await using var silo = await SiloProcess.StartAsync(data, "--Training:WorkerPath", worker);
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);

        var events = await silo.EventsAsync(training.Id);

        var failed = await silo.Client.Trainings.GetAsync(training.Id, Patience.Token);
        Assert.Equal(TrainingPhase.Failed, failed.Phase);
        Assert.Equal(FailureCode.WorkerLost, failed.Failure?.Code);
        Assert.Contains("the device fell off the bus", failed.Failure?.Reason, StringComparison.Ordinal);
        Assert.Equal(DeathsAllowed, events.Count(happened => happened.Phase == TrainingPhase.Starting));
        Assert.Equal(DeathsAllowed, failed.LeaseEpoch);
        await AssertWellAsync(silo);
    }

    [Fact]
    public async Task Start_OfAFileThatIsNoProgram_FailsAndLeavesTheServiceWell()
    {
        using var data = unbroken.Copy();
        var worker = data["no-program"];
        await File.WriteAllTextAsync(worker, "text", Patience.Token);
        await using var silo = await SiloProcess.StartAsync(data, "--Training:WorkerPath", worker);
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);

        await silo.EventsAsync(training.Id);

        var failed = await silo.Client.Trainings.GetAsync(training.Id, Patience.Token);
        Assert.Equal(FailureCode.WorkerLost, failed.Failure?.Code);
        Assert.Contains("The worker could not be started", failed.Failure?.Reason, StringComparison.Ordinal);
        await AssertWellAsync(silo);
    }

    /// <summary>The device is free, and whoever wants to compose can.</summary>
    private async Task AssertWellAsync(SiloProcess silo)
    {
        var queue = await silo.QueueAsync();
        Assert.Empty(queue.Running);
        Assert.Empty(queue.Waiting);
        var session = await silo.Client.Sessions.CreateAsync(new CreateSession(unbroken.Model), cancellationToken: Patience.Token);
        var tune = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 16, Seed: 1), cancellationToken: Patience.Token);
        var events = await silo.Client.Sessions.WatchAsync(session.Id, tune.Number, Patience.Token).ToListAsync(Patience.Token);
        Assert.Equal(TunePhase.Succeeded, events[^1].Phase);
    }
}
