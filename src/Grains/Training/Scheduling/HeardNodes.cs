using System.Collections.Immutable;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>What the nodes of a pool last said. Not durable: they say it again each second.</summary>
/// <param name="options">How much silence is too much.</param>
/// <param name="now">Since when heartbeats can be heard.</param>
internal sealed class HeardNodes(ScheduleOptions options, DateTimeOffset now)
{
    /// <summary>A node that is away for longer is gone, not late.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, ScheduledNode> _nodes = new(StringComparer.Ordinal);
    private DateTimeOffset _listeningSince = now;
    private DateTimeOffset _lastHeard = now;

    public IReadOnlyCollection<ScheduledNode> All => _nodes.Values;

    public ScheduledNode? Find(string node) => _nodes.GetValueOrDefault(node);

    /// <summary>Takes in a heartbeat.</summary>
    /// <param name="report">What the node says.</param>
    /// <param name="leases">The leases on the node.</param>
    /// <param name="now">When.</param>
    /// <returns>True when it may change a decision: a node, a device or a free slot is new.</returns>
    public bool Hear(NodeReport report, IReadOnlyList<SlotLease> leases, DateTimeOffset now)
    {
        // Where for half of the silence nobody at all was heard, the queue itself was away. Whoever was heard before gets the whole time again.
        if (now - _lastHeard > options.NodeSilence / 2) _listeningSince = now;
        _lastHeard = now;
        var before = Find(report.Node);
        var node = new ScheduledNode(report, now, ImmutableDictionary<string, DateTimeOffset>.Empty);
        foreach (var lease in leases)
        {
            if (lease.Incarnation == report.Incarnation && !node.Honours(lease))
                node = node with { AbsentSince = node.AbsentSince.Add(lease.Holder.Session, AbsentSince(before, lease) ?? now) };
        }
        _nodes[report.Node] = node;
        return before is null || MayChangeADecision(before.Report, report);
    }

    /// <summary>Whether a node that should be heard is not; one that was never heard has as long as one that fell silent.</summary>
    public bool IsSilent(string node, DateTimeOffset now)
    {
        var heardAt = Find(node)?.HeardAt ?? _listeningSince;
        return now - (heardAt > _listeningSince ? heardAt : _listeningSince) > options.NodeSilence;
    }

    /// <summary>Whether a node missed heartbeats already: it may be gone, and should get nothing new until it is heard again.</summary>
    public bool IsLate(ScheduledNode node, DateTimeOffset now) => now - node.HeardAt > options.NodeSilence / 3;

    public void ForgetThoseGone(DateTimeOffset now)
    {
        foreach (var node in _nodes.Values.Where(node => now - node.HeardAt > ForgottenAfter).ToArray()) _nodes.Remove(node.Report.Node);
    }

    private static DateTimeOffset? AbsentSince(ScheduledNode? before, SlotLease lease) =>
        before is not null && before.Report.Incarnation == lease.Incarnation && before.AbsentSince.TryGetValue(lease.Holder.Session, out var since) ? since : null;

    private static bool MayChangeADecision(NodeReport before, NodeReport report) =>
        before.Incarnation != report.Incarnation
        || before.TakesNew != report.TakesNew
        || !before.Devices.SequenceEqual(report.Devices)
        || before.Running.Any(worker => !report.Running.Any(still => still.Session == worker.Session && still.Device == worker.Device));
}
