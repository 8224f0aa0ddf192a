using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>This silo as a training node: fetches sessions from the queue, runs a worker process for each, passes on what the workers say.</summary>
/// <remarks>It outlives every activation. Safe for concurrent use.</remarks>
internal sealed partial class TrainingNode(
    IGrainFactory grains, ILocalSiloDetails silo, StoreFolder store, IOptions<TrainingNodeOptions> options, TimeProvider clock, ILogger<TrainingNode> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly string _incarnation = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, RunningSession> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slotFreed = new(0);

    /// <returns>False when that worker does not run here.</returns>
    public async Task<bool> StopWorkerAsync(string session, int leaseEpoch)
    {
        if (!_running.TryGetValue(session, out var running) || running.LeaseEpoch != leaseEpoch) return false;
        await running.StopAsync();
        return true;
    }

    /// <summary>Lets every worker write a checkpoint. It comes before anything else stops: no open request may use up the workers' time.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var running = _running.Values.ToArray();
        await Task.WhenAll(running.Select(session => session.StopAsync()));
        await Task.WhenAll(running.Select(session => session.Ended)).WaitAsync(options.Value.StopTimeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in _running.Values) session.Kill();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _slotFreed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Slots == 0) return;
        var queue = grains.GetGrain<ITrainingQueueGrain>(ITrainingQueueGrain.DefaultPool);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var report = new NodeReport(silo.Name, _incarnation, options.Value.Slots, [.. _running.Select(running => new RunningWorker(running.Key, running.Value.LeaseEpoch))]);
                foreach (var session in await queue.Heartbeat(report)) Start(session);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogHeartbeatFailed(log, e);
            }
            // A slot that falls free is offered at once.
            await ((Task)_slotFreed.WaitAsync(HeartbeatInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Start(string session)
    {
        var running = new RunningSession(session, grains.GetGrain<ITrainingSessionGrain>(session), clock, log);
        if (!_running.TryAdd(session, running)) return;
        running.Start(JobOf, options.Value, silo.Name, ended: ran =>
        {
            _running.TryRemove(session, out _);
            if (ran) _slotFreed.Release(); // what could not be started has time until the next heartbeat
        });
    }

    private WorkerJob JobOf(string session, TrainingClaim claim) => new(
        session, claim.LeaseEpoch, store.Path, claim.Dataset, claim.Tokenizer, claim.CheckpointPrefix, claim.ResumeFrom, claim.Options,
        options.Value.Threads > 0 ? options.Value.Threads : Math.Max(1, Environment.ProcessorCount / options.Value.Slots));

    [LoggerMessage(1300, LogLevel.Warning, "the training queue did not take this node's heartbeat; the next one comes in a second")]
    private static partial void LogHeartbeatFailed(ILogger log, Exception e);
}
