using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>A training session on this node, from its claim to the exit of its worker.</summary>
internal sealed partial class RunningSession(StartOrder order, ITrainingSessionGrain grain, ITrainingQueueGrain queue, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than the cluster needs to notice that the session's silo died and to activate it elsewhere.</summary>
    private static readonly TimeSpan RetryFor = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private WorkerProcess? _worker;
    private bool _stopAsked;
    private bool _stopAtOnce;
    private WorkerEnd? _killed;
    private bool _yields;
    private Task _yielding = Task.CompletedTask;
    private double _remainingSeconds = double.NaN;

    /// <summary>The lease's epoch; 0 until the session is claimed.</summary>
    public int LeaseEpoch { get; private set; }

    /// <summary>Number of the slot that it was started for.</summary>
    public long Slot => order.Slot;

    /// <summary>Whether its worker has said its last word: it only has to exit.</summary>
    public bool HasSaidAll { get; private set; }

    /// <summary>What the queue is told of it.</summary>
    public RunningWorker Report()
    {
        var seconds = Volatile.Read(ref _remainingSeconds);
        return new RunningWorker(order.Session, order.Slot, order.Device, double.IsNaN(seconds) ? null : seconds);
    }

    /// <summary>Completes when the worker has exited and the session knows.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <param name="jobOf">The job for a claim.</param>
    /// <param name="options">Where the worker is.</param>
    /// <param name="node">The silo's name.</param>
    /// <param name="backoff">Hears whether workers start here.</param>
    /// <param name="ended">Called last; true when the session was claimed, so that its slot can be given to the next one at once.</param>
    public void Start(Func<string, string, TrainingClaim, WorkerJob> jobOf, TrainingNodeOptions options, string node, StartBackoff backoff, Action<bool> ended) =>
        Ended = Task.Run(async () =>
        {
            try
            {
                await RunAsync(jobOf, options, node, backoff);
            }
            catch (Exception e)
            {
                LogFailed(log, e, order.Session);
            }
            finally
            {
                ended(LeaseEpoch > 0);
            }
        });

    /// <summary>Asks the worker, now or as soon as there is one, to stop at a checkpoint. What fails may be tried again.</summary>
    public async Task StopAsync()
    {
        WorkerProcess? worker;
        lock (_gate)
        {
            if (_stopAsked) return;
            worker = _worker;
            _stopAsked = worker is null; // then whoever adopts it asks
            _stopAtOnce = true;
        }
        if (worker is null) return;
        await worker.StopAsync();
        lock (_gate) _stopAsked = true;
    }

    /// <summary>Ends the worker, or keeps it from starting. That is no death that would count against the session.</summary>
    public void Kill(WorkerEnd why)
    {
        lock (_gate)
        {
            _killed ??= why;
            _worker?.Kill();
        }
    }

    /// <summary>Lets the session know, then asks the worker to stop. For one caller, who repeats it until the worker has ended: what fails is tried again.</summary>
    public void Yield(YieldReason reason)
    {
        // A session that is being claimed has no lease yet that could be named.
        if (LeaseEpoch > 0 && !_yields && _yielding.IsCompleted) _yielding = YieldAsync(reason);
    }

    private async Task RunAsync(Func<string, string, TrainingClaim, WorkerJob> jobOf, TrainingNodeOptions options, string node, StartBackoff backoff)
    {
        var answer = await grain.Claim(node, order.Device, order.Slot);
        if (answer.Problem is { Kind: ProblemKind.NotFound }) await queue.Remove(order.Session);
        if (answer.Value is not { } claim) return;
        LeaseEpoch = claim.LeaseEpoch;
        using var span = TrainingSpan.Start(order.Session, order.Device, claim);
        var parts = new WorkerSpans(span);

        var hasBegun = false;
        (WorkerEnd How, string? LastWords) end;
        try
        {
            var executable = WorkerExecutable.Find(options) ?? throw new FileNotFoundException("its executable is gone.");
            var worker = await WorkerProcess.StartAsync(executable, jobOf(order.Session, order.Device, claim) with { IsTraced = parts.AreWanted });
            end = await AttendAsync(worker, parts, begun: () =>
            {
                hasBegun = true;
                backoff.Succeed();
            });
        }
        catch (Exception e)
        {
            LogFailed(log, e, order.Session);
            end = (WorkerEnd.Died, $"The worker could not be started or heard: {e.Message}");
        }
        parts.End(TrainingSpan.End(span, HasSaidAll, _killed ?? end.How));
        if (!hasBegun && _killed is null && end.How == WorkerEnd.Died) backoff.Fail();
        await InsistAsync(async () =>
        {
            await grain.WorkerExited(LeaseEpoch, _killed ?? end.How, end.LastWords);
            return true;
        });
    }

    /// <summary>Passes on what the worker says until it has exited. However this ends, the worker has ended too.</summary>
    private async Task<(WorkerEnd How, string? LastWords)> AttendAsync(WorkerProcess worker, WorkerSpans parts, Action begun)
    {
        try
        {
            WorkerMeter.Begin();
            LogStarted(log, worker.Id, order.Session, LeaseEpoch);
            await AdoptAsync(worker);
            await foreach (var told in worker.ReadEventsAsync())
            {
                parts.Take(told.Spans);
                var happened = told with { Spans = null };
                if (ShowsThatWorkersStart(happened)) begun();
                HasSaidAll = happened.Kind is WorkerEventKind.Completed or WorkerEventKind.Failed or WorkerEventKind.Stopped;
                switch (await TellAsync(happened))
                {
                    case true:
                        await worker.RenewAsync(happened.Number);
                        break;
                    case false:
                        LogLeaseOver(log, order.Session, LeaseEpoch, worker.Id);
                        Kill(WorkerEnd.Dropped);
                        break;
                }
            }
            LogExited(log, worker.Id, order.Session, worker.ExitCode, worker.LastWords);
            return (worker.End, worker.LastWords);
        }
        finally
        {
            lock (_gate) _worker = null;
            worker.Dispose();
            WorkerMeter.End(this);
        }
    }

    /// <summary>Also where it could go no further for a reason that it knows.</summary>
    private static bool ShowsThatWorkersStart(WorkerEvent happened) =>
        happened.Kind == WorkerEventKind.Started || happened.Failure is { Code: not FailureCode.Internal };

    private async Task YieldAsync(YieldReason reason)
    {
        try
        {
            if (await grain.Yield(LeaseEpoch, reason)) await StopAsync();
            else Kill(WorkerEnd.Dropped);
            _yields = true;
        }
        catch (Exception e)
        {
            LogNotTold(log, e, order.Session);
        }
    }

    private Task AdoptAsync(WorkerProcess worker)
    {
        lock (_gate)
        {
            _worker = worker;
            if (_killed is not null) worker.Kill();
            return _stopAtOnce ? worker.StopAsync() : Task.CompletedTask;
        }
    }

    /// <returns>False when the lease is over; null when the session was not reached.</returns>
    private async Task<bool?> TellAsync(WorkerEvent happened)
    {
        WorkerMeter.Tell(this, happened.TokensPerSecond);
        if (happened.RemainingSeconds is { } seconds) Volatile.Write(ref _remainingSeconds, seconds);
        if (happened.Kind != WorkerEventKind.Progress) return await InsistAsync(() => grain.Report(LeaseEpoch, happened));
        Activity.Current = null; // until this method's end: calls that come twice a second, for days, are no part of the run's trace
        try
        {
            return await grain.Report(LeaseEpoch, happened);
        }
        catch (Exception e)
        {
            // Progress comes again in a moment.
            LogNotTold(log, e, order.Session);
            return null;
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
                LogNotTold(log, e, order.Session);
                await Task.Delay(RetryPause, clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(1310, LogLevel.Information, "worker {Process} trains {Session} under lease {LeaseEpoch}")]
    private static partial void LogStarted(ILogger log, int process, string session, int leaseEpoch);

    [LoggerMessage(1311, LogLevel.Information, "worker {Process} of {Session} has exited with code {ExitCode}: {LastWords}")]
    private static partial void LogExited(ILogger log, int process, string session, int exitCode, string? lastWords);

    [LoggerMessage(1312, LogLevel.Warning, "{Session} could not be told what happens to its worker")]
    private static partial void LogNotTold(ILogger log, Exception e, string session);

    [LoggerMessage(1314, LogLevel.Warning, "the lease {LeaseEpoch} of {Session} is over: worker {Process} is killed")]
    private static partial void LogLeaseOver(ILogger log, string session, int leaseEpoch, int process);

    [LoggerMessage(1313, LogLevel.Error, "{Session} cannot go on here")]
    private static partial void LogFailed(ILogger log, Exception e, string session);
}
