using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>A training session on this node, from its claim to the exit of its worker.</summary>
internal sealed partial class RunningSession(string session, ITrainingSessionGrain grain, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than the cluster needs to notice that the session's silo died and to activate it elsewhere.</summary>
    private static readonly TimeSpan RetryFor = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private WorkerProcess? _worker;
    private bool _stopAsked;

    /// <summary>The lease's epoch; 0 until the session is claimed.</summary>
    public int LeaseEpoch { get; private set; }

    /// <summary>Completes when the worker has exited and the session knows.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <param name="jobOf">The job for a claim.</param>
    /// <param name="options">Where the worker is.</param>
    /// <param name="node">The silo's name.</param>
    /// <param name="ended">Called last; true when a worker ran and its slot can be given to the next session at once.</param>
    public void Start(Func<string, TrainingClaim, WorkerJob> jobOf, TrainingNodeOptions options, string node, Action<bool> ended) =>
        Ended = Task.Run(async () =>
        {
            var ran = false;
            try
            {
                ran = await RunAsync(jobOf, options, node);
            }
            catch (Exception e)
            {
                LogFailed(log, e, session);
            }
            finally
            {
                ended(ran);
            }
        });

    /// <summary>Asks the worker, now or as soon as there is one, to stop at a checkpoint.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            if (_stopAsked) return Task.CompletedTask;
            _stopAsked = true;
            return _worker?.StopAsync() ?? Task.CompletedTask;
        }
    }

    public void Kill()
    {
        lock (_gate) _worker?.Kill();
    }

    /// <returns>True when a worker ran to its exit.</returns>
    private async Task<bool> RunAsync(Func<string, TrainingClaim, WorkerJob> jobOf, TrainingNodeOptions options, string node)
    {
        var claim = (await grain.Claim(node)).Value;
        if (claim is null) return false;
        LeaseEpoch = claim.LeaseEpoch;

        WorkerProcess worker;
        try
        {
            var executable = WorkerExecutable.Find(options) ?? throw new FileNotFoundException("its executable is gone.");
            worker = await WorkerProcess.StartAsync(executable, jobOf(session, claim));
        }
        catch (Exception e)
        {
            await TellExitAsync($"The worker could not be started: {e.Message}");
            return false;
        }
        var lastWords = await AttendAsync(worker);
        await TellExitAsync(lastWords);
        return true;
    }

    /// <summary>Passes on what the worker says until it has exited. However this ends, the worker has ended too.</summary>
    private async Task<string?> AttendAsync(WorkerProcess worker)
    {
        try
        {
            LogStarted(log, worker.Id, session, LeaseEpoch);
            await AdoptAsync(worker);
            await foreach (var happened in worker.ReadEventsAsync())
            {
                if (await TellAsync(happened)) continue;
                LogLeaseOver(log, session, LeaseEpoch, worker.Id);
                worker.Kill();
            }
            LogExited(log, worker.Id, session, worker.ExitCode, worker.LastWords);
            return worker.LastWords;
        }
        finally
        {
            lock (_gate) _worker = null;
            worker.Dispose();
        }
    }

    private async Task TellExitAsync(string? lastWords) => await InsistAsync(async () =>
    {
        await grain.WorkerExited(LeaseEpoch, lastWords);
        return true;
    });

    private Task AdoptAsync(WorkerProcess worker)
    {
        lock (_gate)
        {
            _worker = worker;
            return _stopAsked ? worker.StopAsync() : Task.CompletedTask;
        }
    }

    /// <returns>False when the lease is over.</returns>
    private async Task<bool> TellAsync(WorkerEvent happened)
    {
        if (happened.Kind != WorkerEventKind.Progress) return await InsistAsync(() => grain.Report(LeaseEpoch, happened));
        try
        {
            return await grain.Report(LeaseEpoch, happened);
        }
        catch (Exception e)
        {
            // Progress comes again in a moment.
            LogNotTold(log, e, session);
            return true;
        }
    }

    /// <summary>Repeats a call while the session's silo is away.</summary>
    private async Task<bool> InsistAsync(Func<Task<bool>> call)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (clock.GetElapsedTime(since) < RetryFor)
            {
                LogNotTold(log, e, session);
                await Task.Delay(RetryPause, clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(1310, LogLevel.Information, "worker {Process} trains {Session} under lease {LeaseEpoch}")]
    private static partial void LogStarted(ILogger log, int process, string session, int leaseEpoch);

    [LoggerMessage(1311, LogLevel.Information, "worker {Process} of {Session} has exited with code {ExitCode}: {LastWords}")]
    private static partial void LogExited(ILogger log, int process, string session, int exitCode, string? lastWords);

    [LoggerMessage(1312, LogLevel.Warning, "{Session} could not be told what its worker said")]
    private static partial void LogNotTold(ILogger log, Exception e, string session);

    [LoggerMessage(1314, LogLevel.Warning, "the lease {LeaseEpoch} of {Session} is over: worker {Process} is killed")]
    private static partial void LogLeaseOver(ILogger log, string session, int leaseEpoch, int process);

    [LoggerMessage(1313, LogLevel.Error, "{Session} cannot go on here")]
    private static partial void LogFailed(ILogger log, Exception e, string session);
}
