using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Ownership;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Training;

[GrainType(TypeName), Ownerless]
internal sealed partial class TrainingQueueGrain : Grain, ITrainingQueueGrain
{
    public const string TypeName = "training-pool";

    private static readonly TimeSpan PassInterval = TimeSpan.FromSeconds(1);

    /// <summary>In a larger pool a pass takes milliseconds, and something changes all the time: a decision may wait for the next second.</summary>
    private const int LargePool = 5_000;

    private readonly DurableState<Schedule> _state;
    private readonly ScheduleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrainingQueueGrain> _log;
    private readonly HeardNodes _nodes;
    private readonly DateTimeOffset _activatedAt;
    private readonly long _activation;
    private Schedule? _decided;
    private DateTimeOffset _decidedAt;

    public TrainingQueueGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<Schedule> stored,
        IOptions<ScheduleOptions> options, TimeProvider clock, ILogger<TrainingQueueGrain> log)
    {
        (_state, _options, _clock, _log) = (new(stored), options.Value, clock, log);
        (_activatedAt, _activation) = (clock.GetUtcNow(), clock.GetTimestamp());
        _nodes = new HeardNodes(_options, _activatedAt);
    }

    private Schedule State => _state.Value;

    private string Pool => this.GetPrimaryKeyString();

    /// <summary>It goes evenly while this activation lives: a machine's clock that is set must not make all nodes silent.</summary>
    private DateTimeOffset Now => _activatedAt + _clock.GetElapsedTime(_activation);

    private PoolView View => new(_nodes, _options, Now);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        QueueMeter.Forget(this);
        return Task.CompletedTask;
    }

    public async Task Enqueue(QueueRequest request)
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue(request, View));
        TellMeter();
    }

    public async Task Requeue(QueueRequest request, long slot)
    {
        await _state.UpdateAsync(schedule => schedule.Requeue(request, slot, View));
        TellMeter();
    }

    public async Task Remove(string session)
    {
        if (_state.Exists) await _state.UpdateAsync(schedule => schedule.Remove(session, View));
        // Anybody may name a pool, and misspell it: one that never gave a slot leaves nothing behind. If it has a node that was not heard since the activation began, the next heartbeat brings it back.
        if (_state.Exists && State.IsUntouched && _nodes.All.Count == 0) await _state.ClearAsync();
        TellMeter();
    }

    public async Task<NodeOrders> Heartbeat(NodeReport report)
    {
        var now = Now;
        var isNews = _nodes.Hear(report, State.LeasesOn(report.Node), now) || !ReferenceEquals(_decided, State);
        if (now - _decidedAt >= PassInterval || (isNews && State.Waiting.Count + State.Leases.Count < LargePool))
        {
            _nodes.ForgetThoseGone(now);
            var before = State;
            await _state.UpdateAsync(schedule => schedule.Decide(View));
            LogChanges(before, State);
            (_decided, _decidedAt) = (State, now);
        }
        TellMeter();
        return State.OrdersFor(report);
    }

    public Task<QueueSummary> Get(string? owner)
    {
        var (state, view) = (State, View);
        return Task.FromResult(new QueueSummary(
            [.. state.Leases.Values.Where(lease => IsOf(lease.Holder)).OrderBy(lease => lease.StartedAt).ThenBy(lease => lease.Holder.Session, StringComparer.Ordinal).Select(Running)],
            [.. StartEstimates.Of(state, view).Select((estimate, index) => (estimate, index)).Where(one => IsOf(one.estimate.Session)).Select(one => Waiting(one.estimate, one.index))],
            SlotsIn(view),
            Pool,
            state.Waiting.Count));

        bool IsOf(QueuedSession session) => owner is null || session.Owner == owner;
    }

    public Task<IReadOnlyList<NodeSummary>> Nodes() => Task.FromResult<IReadOnlyList<NodeSummary>>(
        [.. _nodes.All.Select(node => node.Report.Node).Union(State.Cordons.Keys).Order(StringComparer.Ordinal).Select(Summarize)]);

    public async Task<Answer<NodeSummary>> Cordon(string node, NodeCordon cordon)
    {
        if (_nodes.Find(node) is null && State.CordonOf(node) == NodeCordon.None)
            return new Problem(ProblemKind.NotFound, "node-not-found", $"No training node of that name was heard in the pool '{Pool}'.");
        await _state.UpdateAsync(schedule => schedule.Cordon(node, cordon));
        return Summarize(node);
    }

    private int SlotsIn(PoolView view) => _nodes.All.Where(node => !view.IsSilent(node.Report.Node)).Sum(node => node.Report.Slots);

    private void TellMeter() => QueueMeter.Tell(this, new PoolLoad(Pool, _nodes.All.Count > 0, State.Waiting.Count, State.Leases.Count, SlotsIn(View)));

    /// <summary>What an operator wants to know afterwards: who lost a slot, and why.</summary>
    private void LogChanges(Schedule before, Schedule after)
    {
        if (ReferenceEquals(before.Leases, after.Leases)) return;
        foreach (var (session, lease) in before.Leases)
        {
            var now = after.Leases.GetValueOrDefault(session);
            if (now is { YieldingSince: not null } && lease.YieldingSince is null) LogPreempted(_log, session, lease.Node);
            else if (now is null && View.IsSilent(lease.Node)) LogNodeSilent(_log, session, lease.Node);
            else if (now is null) LogTakenBack(_log, session, lease.Node);
        }
    }

    private QueueEntry Running(SlotLease lease) =>
        new(lease.Holder.Session, lease.Node, null, Pool, lease.Holder.Priority, lease.Holder.SubmittedAt, null, lease.Device);

    private QueueEntry Waiting(StartEstimate estimate, int index) =>
        new(estimate.Session.Session, null, index + 1, Pool, estimate.Session.Priority, estimate.Session.SubmittedAt, estimate.StartsAt, null);

    private NodeSummary Summarize(string name)
    {
        var heard = _nodes.Find(name);
        return new NodeSummary(
            name, Pool, heard?.Report.Devices ?? [], heard?.Report.Running.Count ?? 0, State.CordonOf(name), (Now - heard?.HeardAt)?.TotalSeconds,
            heard?.Report.TakesNew ?? false);
    }

    [LoggerMessage(1220, LogLevel.Information, "{Session} on {Node} is to give its device back to one of higher priority, or that has waited long")]
    private static partial void LogPreempted(ILogger log, string session, string node);

    [LoggerMessage(1221, LogLevel.Warning, "{Session} has lost its device: its node {Node} is silent")]
    private static partial void LogNodeSilent(ILogger log, string session, string node);

    [LoggerMessage(1222, LogLevel.Warning, "{Session} has lost its device: its node {Node} has not started it, is drained or began anew")]
    private static partial void LogTakenBack(ILogger log, string session, string node);
}
