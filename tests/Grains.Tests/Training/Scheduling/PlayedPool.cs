using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>A pool whose nodes and clock the test moves.</summary>
internal sealed class PlayedPool
{
    public static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, PlayedNode> _nodes = new(StringComparer.Ordinal);
    private readonly HeardNodes _heard;

    public PlayedPool(ScheduleOptions? options = null)
    {
        Options = options ?? new ScheduleOptions();
        _heard = new HeardNodes(Options, Noon);
    }

    public ScheduleOptions Options { get; }

    public DateTimeOffset Now { get; private set; } = Noon;

    public Schedule Schedule { get; set; } = new();

    public PoolView View => new(_heard, Options, Now);

    public IEnumerable<PlayedNode> Nodes => _nodes.Values;

    public PlayedNode this[string node] => _nodes[node];

    /// <summary>The sessions that have a slot, in their order.</summary>
    public IEnumerable<string> Running => Schedule.Leases.Keys.Order(StringComparer.Ordinal);

    /// <summary>The sessions that wait, the next one first.</summary>
    public IEnumerable<string> Waiting => StartEstimates.Of(Schedule, View).Select(estimate => estimate.Session.Session);

    /// <summary>The sessions that are to give their slots back, in their order.</summary>
    public IEnumerable<string> Yielding =>
        Schedule.Leases.Values.Where(lease => lease.YieldingSince is not null).Select(lease => lease.Holder.Session).Order(StringComparer.Ordinal);

    public PlayedPool With(string node, params DeviceReport[] devices)
    {
        _nodes.Add(node, new PlayedNode(node, devices.Length == 0 ? [PlayedNode.Cpu()] : devices));
        return this;
    }

    /// <summary>A second later, <c>owner/name</c> of that priority begins to wait.</summary>
    public PlayedPool Enqueue(string session, TrainingPriority priority = TrainingPriority.Normal)
    {
        Now += TimeSpan.FromSeconds(1);
        Schedule = Schedule.Enqueue(Request(session, priority), View);
        return this;
    }

    /// <summary>The session's worker has ended, and the session waits again.</summary>
    public PlayedPool GiveBack(string session)
    {
        foreach (var node in Nodes) node.End(session);
        return Requeue(session);
    }

    /// <summary>The session waits again. A worker that it had may hang, and still be there.</summary>
    /// <param name="session">The session.</param>
    /// <param name="slot">The slot that it believes to have had; null: the one that it has.</param>
    public PlayedPool Requeue(string session, long? slot = null)
    {
        Schedule = Schedule.Requeue(Request(session), slot ?? Schedule.Leases.GetValueOrDefault(session)?.Number ?? 0, View);
        return this;
    }

    /// <summary>The session has ended.</summary>
    public PlayedPool End(string session)
    {
        foreach (var node in Nodes) node.End(session);
        Schedule = Schedule.Remove(session, View);
        return this;
    }

    public PlayedPool Cordon(string node, NodeCordon cordon)
    {
        Schedule = Schedule.Cordon(node, cordon);
        return this;
    }

    /// <summary>The nodes are heard, the pool decides, and the nodes follow.</summary>
    public PlayedPool Pass(params string[] silent)
    {
        foreach (var node in Nodes.Where(node => !silent.Contains(node.Name))) Hear(node);
        Schedule = Schedule.Decide(View);
        foreach (var node in Nodes.Where(node => !silent.Contains(node.Name))) node.Follow(Schedule.OrdersFor(node.Report));
        return this;
    }

    /// <summary>A pass after some time.</summary>
    public PlayedPool PassAfter(TimeSpan time, params string[] silent)
    {
        Wait(time);
        return Pass(silent);
    }

    public PlayedPool Wait(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public PlayedPool Hear(PlayedNode node)
    {
        _heard.Hear(node.Report, Schedule.LeasesOn(node.Name), Now);
        return this;
    }

    public QueueRequest Request(string session, TrainingPriority priority = TrainingPriority.Normal) => new(session, OwnedKey.Parse(session).Owner, priority, Now);
}
