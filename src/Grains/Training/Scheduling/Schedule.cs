using System.Collections.Immutable;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>Who waits, who runs where, and what each owner had: all that the queue of a pool decides by and must not forget.</summary>
/// <remarks>Immutable; every change and every decision is a pure function. A change that changes nothing gives the same instance.</remarks>
internal sealed partial record Schedule
{
    /// <summary>Below so many slot-seconds an owner's usage is as good as none, and forgotten.</summary>
    private const double LeastUsage = 1;

    private Dictionary<string, SlotLease[]>? _byNode;

    public WaitingSessions Waiting { get; init; } = WaitingSessions.None;

    /// <summary>Slots that are given away, by the key of the session.</summary>
    public ImmutableDictionary<string, SlotLease> Leases { get; init => (field, _byNode) = (value, null); } = ImmutableDictionary<string, SlotLease>.Empty;

    /// <summary>Device time that has ended, by owner; leases count on top.</summary>
    public ImmutableDictionary<string, OwnerUsage> Usage { get; init; } = ImmutableDictionary<string, OwnerUsage>.Empty;

    /// <summary>Nodes that an operator keeps sessions away from.</summary>
    public ImmutableDictionary<string, NodeCordon> Cordons { get; init; } = ImmutableDictionary<string, NodeCordon>.Empty;

    public MeanRun Runs { get; init; }

    /// <summary>Of the lease that was given last.</summary>
    public long LastNumber { get; init; }

    /// <summary>Starts since the session that had waited longest got one; see <see cref="ServiceOrder"/>.</summary>
    public int SinceOverdue { get; init; }

    /// <summary>Whether nothing is to be remembered: nobody waits, no slot was ever given, and no node is cordoned. Of a node that only came by it knows nothing.</summary>
    internal bool IsUntouched => Waiting.Count == 0 && LastNumber == 0 && Leases.IsEmpty && Usage.IsEmpty && Cordons.IsEmpty;

    /// <summary>With the session waiting, unless it waits or runs already.</summary>
    public Schedule Enqueue(QueueRequest request, PoolView view) => Knows(request.Session) ? this : WithWaiting(NewcomerOf(request, view));

    /// <summary>With the session waiting before its owner's others, and without the device of that number; one that it was given since it keeps.</summary>
    public Schedule Requeue(QueueRequest request, long slot, PoolView view)
    {
        if (Leases.TryGetValue(request.Session, out var lease)) return lease.Number > slot ? this : Return(lease, view);
        return Waiting.Find(request.Session) is null ? WithWaiting(NewcomerOf(request, view) with { IsReturned = true }) : this;
    }

    /// <summary>Without the session: it rests.</summary>
    public Schedule Remove(string session, PoolView view)
    {
        if (Leases.TryGetValue(session, out var lease))
            return Settle(lease, view) with { Runs = Runs.With(lease.Holder.RanSeconds + lease.Held(view.Now).TotalSeconds) };
        return Waiting.Find(session) is null ? this : this with { Waiting = Waiting.Without(session) };
    }

    public Schedule Cordon(string node, NodeCordon cordon)
    {
        if (CordonOf(node) == cordon) return this;
        return this with { Cordons = cordon == NodeCordon.None ? Cordons.Remove(node) : Cordons.SetItem(node, cordon) };
    }

    public NodeCordon CordonOf(string node) => Cordons.GetValueOrDefault(node);

    /// <summary>The leases on a node, also those of an earlier incarnation.</summary>
    public IReadOnlyList<SlotLease> LeasesOn(string node)
    {
        _byNode ??= Leases.Values.GroupBy(lease => lease.Node).ToDictionary(leases => leases.Key, leases => leases.ToArray(), StringComparer.Ordinal);
        return _byNode.GetValueOrDefault(node) ?? [];
    }

    /// <summary>How long a run usually takes; what a running session counts to its owner's usage at the least.</summary>
    public double UsualSeconds(ScheduleOptions options) => Runs.Expected() ?? options.MinimumRun.TotalSeconds;

    /// <summary>What every owner had and, by the leases, will have had.</summary>
    public Dictionary<string, double> UsageByOwner(PoolView view)
    {
        var usage = Usage.ToDictionary(owner => owner.Key, owner => owner.Value.Decayed(view.Now, view.Options.UsageHalfLife), StringComparer.Ordinal);
        var usual = UsualSeconds(view.Options);
        foreach (var (_, lease) in Leases)
        {
            var held = OwnerUsage.OfHolding(lease.Held(view.Now), view.Options.UsageHalfLife);
            usage[lease.Holder.Owner] = usage.GetValueOrDefault(lease.Holder.Owner) + Math.Max(held, usual);
        }
        return usage;
    }

    private static QueuedSession NewcomerOf(QueueRequest request, PoolView view) =>
        new(request.Session, request.Owner, request.Priority, request.SubmittedAt, view.Now);

    private bool Knows(string session) => Waiting.Find(session) is not null || Leases.ContainsKey(session);

    private Schedule WithWaiting(QueuedSession session) => this with { Waiting = Waiting.With(session) };

    /// <summary>The holder had its device for a time and waits again, before its owner's others.</summary>
    private Schedule Return(SlotLease lease, PoolView view) => Settle(lease, view).WithWaiting(lease.Holder with
    {
        WaitingSince = view.Now,
        IsReturned = true,
        RanSeconds = lease.Holder.RanSeconds + lease.Held(view.Now).TotalSeconds,
        RemainingSeconds = view.Nodes.Find(lease.Node)?.RemainingSeconds(lease) ?? lease.Holder.RemainingSeconds,
    });

    /// <summary>The holder could not be started and stands behind its owner's others, and begins to wait anew, so that it keeps neither slot nor turn from those that can.</summary>
    private Schedule Refuse(SlotLease lease, PoolView view) => Settle(lease, view).WithWaiting(lease.Holder with
    {
        WaitingSince = view.Now,
        WaitedSeconds = 0,
        IsReturned = false,
        LineAt = view.Now,
    });

    /// <summary>Ends a lease and counts it to its owner's usage.</summary>
    private Schedule Settle(SlotLease lease, PoolView view)
    {
        var (now, halfLife) = (view.Now, view.Options.UsageHalfLife);
        var held = OwnerUsage.OfHolding(lease.Held(now), halfLife);
        var usage = Usage.SetItem(lease.Holder.Owner, new OwnerUsage(Usage.GetValueOrDefault(lease.Holder.Owner).Decayed(now, halfLife) + held, now));
        return this with
        {
            Leases = Leases.Remove(lease.Holder.Session),
            Usage = usage.RemoveRange(usage.Where(owner => owner.Value.Decayed(now, halfLife) < LeastUsage).Select(owner => owner.Key)),
        };
    }
}
