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
    IGrainFactory grains, ILocalSiloDetails silo, StorePlace store, IOptions<TrainingNodeOptions> options, TimeProvider clock, ILogger<TrainingNode> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>For telling the queue and the sessions that this node goes. Should they not hear it, they notice the silence.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5);

    private readonly string _incarnation = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, RunningSession> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slotFreed = new(0);
    private readonly StartBackoff _backoff = new(clock);
    private IReadOnlyList<DeviceReport> _devices = [];
    private volatile bool _isLeaving;
    private bool _isUnheard;

    private ITrainingQueueGrain Queue => grains.GetGrain<ITrainingQueueGrain>(options.Value.Pool);

    /// <summary>Whether a worker of that lease runs here, or its session is being claimed.</summary>
    public bool HasWorker(string session, int leaseEpoch) =>
        _running.TryGetValue(session, out var running) && (running.LeaseEpoch == 0 || running.LeaseEpoch == leaseEpoch);

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
        // Heartbeats go on and say so, so that nothing new is given to this node and nobody takes over what still writes.
        _isLeaving = true;
        _slotFreed.Release();
        var running = _running.Values.ToArray();
        await Task.WhenAll(running.Select(session => session.StopAsync())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(running.Select(session => session.Ended)).WaitAsync(options.Value.StopTimeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in _running.Values) session.Kill(WorkerEnd.NodeStopped);
        await Task.WhenAll(running.Select(session => session.Ended)).WaitAsync(FarewellPatience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        await TakeLeaveAsync(cancellationToken);
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
        _devices = await FindDevicesAsync(stoppingToken);
        WorkerMeter.HasSlots(_devices.Sum(device => device.Slots));
        if (_devices.Count == 0) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Follow(await Queue.Heartbeat(Report()));
                if (_isUnheard) LogHeardAgain(log);
                _isUnheard = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                TellUnheard(e);
            }
            // A slot that falls free is offered at once.
            await ((Task)_slotFreed.WaitAsync(HeartbeatInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<DeviceReport>> FindDevicesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var devices = await NodeDevices.FindAsync(options.Value, clock, cancellationToken);
            foreach (var device in devices) LogDevice(log, device.Id, device.Name, device.MemoryBytes, device.Slots);
            return devices;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoDevices(log, e);
            return [];
        }
    }

    /// <summary>A last heartbeat: whatever may have been given to this node since the one before goes elsewhere at once.</summary>
    private async Task TakeLeaveAsync(CancellationToken cancellationToken)
    {
        if (_devices.Count == 0) return;
        try
        {
            await Queue.Heartbeat(Report()).WaitAsync(FarewellPatience, clock, cancellationToken);
        }
        catch (Exception e)
        {
            TellUnheard(e);
        }
    }

    /// <summary>Once, until the queue hears this node again: no silo that serves may live for hours.</summary>
    private void TellUnheard(Exception e)
    {
        if (!_isUnheard) LogHeartbeatFailed(log, e);
        _isUnheard = true;
    }

    private NodeReport Report() => new(
        silo.Name, _incarnation, [.. _running.Values.Select(session => session.Report())], options.Value.Pool, _devices,
        TakesNew: !_isLeaving && !_backoff.IsOn);

    private void Follow(NodeOrders orders)
    {
        foreach (var order in orders.Kill) Drop(order);
        foreach (var order in orders.Yield) _running.GetValueOrDefault(order.Session)?.Yield(order.Reason);
        foreach (var order in orders.Start) Start(order);
    }

    private void Drop(KillOrder order)
    {
        if (!_running.TryGetValue(order.Session, out var running) || running.Slot != order.Slot) return;
        if (!running.HasSaidAll) LogDropped(log, order.Session); // else its session has left the queue, as it should
        running.Kill(WorkerEnd.Dropped);
    }

    private void Start(StartOrder order)
    {
        if (_isLeaving) return;
        var running = new RunningSession(order, grains.GetGrain<ITrainingSessionGrain>(order.Session), Queue, clock, log);
        // While a worker of an earlier slot ends, the order comes again with each heartbeat.
        if (!_running.TryAdd(order.Session, running)) return;
        running.Start(JobOf, options.Value, silo.Name, _backoff, ended: ran =>
        {
            _running.TryRemove(order.Session, out _);
            if (ran) _slotFreed.Release(); // what could not be claimed has time until the next heartbeat
        });
    }

    private WorkerJob JobOf(string session, string device, TrainingClaim claim) => new(
        session, claim.LeaseEpoch, store, claim.Dataset, claim.Tokenizer, claim.CheckpointPrefix, claim.ResumeFrom, claim.Options,
        options.Value.Threads > 0 ? options.Value.Threads : Math.Max(1, Environment.ProcessorCount / _devices.Sum(one => one.Slots)),
        claim.LeaseSeconds, device, claim.SamplePrefix, claim.StartSeconds, claim.PatienceFrom);

    [LoggerMessage(1302, LogLevel.Information, "trains on {Device} ({Name}, {MemoryBytes} bytes), {Slots} at once")]
    private static partial void LogDevice(ILogger log, string device, string name, long memoryBytes, int slots);

    [LoggerMessage(1303, LogLevel.Error, "this node trains nothing: its devices could not be found")]
    private static partial void LogNoDevices(ILogger log, Exception e);

    [LoggerMessage(1301, LogLevel.Warning, "the queue has given {Session} no device here: its worker is killed")]
    private static partial void LogDropped(ILogger log, string session);

    [LoggerMessage(1300, LogLevel.Warning, "the training queue did not take this node's heartbeat; it goes on trying")]
    private static partial void LogHeartbeatFailed(ILogger log, Exception e);

    [LoggerMessage(1304, LogLevel.Information, "the training queue takes this node's heartbeats again")]
    private static partial void LogHeardAgain(ILogger log);
}
