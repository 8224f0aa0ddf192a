using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>The service is asked to stop while it trains.</summary>
public sealed class SiloStopTests(UnbrokenTraining unbroken, ITestOutputHelper output)
{
    [Fact]
    public Task Terminate_MidEpoch_WritesACheckpointFromWhichTheNextStartGoesOn() =>
        StopMidEpochAsync(data => SiloProcess.StartAsync(data), silo => silo.TerminateAsync());

    // A terminal sends Ctrl-C to the workers as well, and a service manager its stop.
    [Theory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public Task Signal_ToTheWholeProcessGroup_WritesACheckpointFromWhichTheNextStartGoesOn(int signal) =>
        StopMidEpochAsync(data => SiloProcess.StartGroupAsync(data), silo => silo.SignalGroupAsync(signal));

    [Fact]
    public async Task Terminate_WorkerDoesNotStop_KillsItAfterTheTimeLimit()
    {
        using var data = unbroken.Copy();
        var worker = data.Script("worker.sh", "while read -r line; do :; done");
        await using var silo = await SiloProcess.StartAsync(data, "--Training:WorkerPath", worker, "--Training:StopTimeout", "00:00:04");
        var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
        await silo.EventsUntilAsync(training.Id, happened => happened.Phase == TrainingPhase.Starting);
        await Patience.UntilAsync(() => silo.Workers().Count == 1, "the worker has started");

        var deaf = silo.Worker();
        var ended = await silo.TerminateAsync();

        Assert.Equal(0, ended.Code);
        await deaf.EndAsync();
    }

    private async Task StopMidEpochAsync(Func<TemporaryFolder, Task<SiloProcess>> start, Func<SiloProcess, Task<ProgramResult>> stop)
    {
        using var data = unbroken.Copy();
        TrainingSummary training;
        List<TrainingEvent> seen;
        await using (var first = await start(data))
        {
            training = await first.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
            seen = await first.EventsUntilMidEpochAsync(training);
            var worker = first.Worker();
            var ended = await stop(first);
            output.WriteLine(ended.Output);
            Assert.Equal(0, ended.Code);
            Assert.Empty(ended.Errors);
            await worker.EndAsync();
        }

        await using var second = await SiloProcess.StartAsync(data);
        await second.EventsUntilRunningAgainAsync(training.Id, seen.Kept());
        output.WriteLine($"from restart to running: {second.SinceStart.Elapsed.TotalSeconds:F1} s");
        var events = await second.EventsAsync(training.Id);

        Assert.InRange(events.AssertResumedFromLastCheckpoint().Step, seen[^1].Step!.Value, long.MaxValue);
        await unbroken.AssertEqualAsync(second, training.Id);
    }
}
