using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training.Scheduling;

internal sealed partial record Schedule
{
    /// <summary>A node that has an order follows it before its next heartbeat; that one, and one more, must have come.</summary>
    private static readonly TimeSpan OrderSpan = TimeSpan.FromSeconds(3);

    /// <summary>One pass over the pool: who loses a slot, who gets one, who is asked to give one back.</summary>
    /// <remarks>
    /// <para>A waiting session preempts when it is the next in the order of priorities, counting the slots that are being given back already, and another holds its slot with a lower priority.</para>
    /// <para>That cannot go on in a circle. Whoever gives a slot back waits behind the one that preempted it. The slots that are given back go to the next to be served, and those stand no lower
    /// than the ones that preempted, or are served out of their turn and count as the highest for <see cref="ScheduleOptions.OverdueRun"/>: with every preemption the classes of all slots
    /// together rise by one at least. There are four classes, so until somebody leaves or such a time is over there are at most three preemptions a slot.</para>
    /// <para>Who has had a slot for as long as <see cref="ScheduleOptions.OverdueAfter"/> gives it to the one that has waited longest, if that has waited as long and no slot comes otherwise. So
    /// nobody waits for the end of trainings that take weeks, and that happens to a slot once in such a time at most.</para>
    /// </remarks>
    public Schedule Decide(PoolView view)
    {
        var next = ReleaseLost(view);
        if (next.Waiting.Count == 0) return next;
        var free = FreeSlots.Of(next, view);
        var preemptible = next.Leases.Values.Where(lease => lease.YieldingSince is null && next.Takes(lease.Node, view)).ToList();
        if (free.Count == 0 && preemptible.Count == 0) return next;
        var order = new ServiceOrder(next, view);
        return next.Start(free, order, view).Preempt(preemptible, order, view);
    }

    private Schedule ReleaseLost(PoolView view)
    {
        var next = this;
        foreach (var (_, lease) in Leases)
        {
            if (IsLost(lease, view)) next = next.Return(lease, view);
            else if (IsRefused(lease, view)) next = next.Refuse(lease, view);
        }
        return next;
    }

    /// <summary>Its node is gone, runs as another process, does not run it and starts nothing now, or is drained and was not told to start it in time.</summary>
    private bool IsLost(SlotLease lease, PoolView view) =>
        view.IsSilent(lease.Node)
        || (view.Nodes.Find(lease.Node) is { } node && (node.Report.Incarnation != lease.Incarnation || (!node.Report.TakesNew && node.AbsentSince.ContainsKey(lease.Holder.Session))))
        || (CordonOf(lease.Node) == NodeCordon.Draining && Absence(lease, view) >= OrderSpan);

    private static bool IsRefused(SlotLease lease, PoolView view) => Absence(lease, view) >= view.Options.StartPatience;

    /// <summary>For how long its node has reported without it.</summary>
    private static TimeSpan Absence(SlotLease lease, PoolView view) =>
        view.Nodes.Find(lease.Node) is { } node && node.AbsentSince.TryGetValue(lease.Holder.Session, out var since)
            ? view.Now - (since > lease.StartedAt ? since : lease.StartedAt)
            : TimeSpan.Zero;

    private Schedule Start(IReadOnlyList<FreeSlot> free, ServiceOrder order, PoolView view)
    {
        var (waiting, leases, sinceOverdue, number) = (Waiting, Leases, SinceOverdue, LastNumber);
        foreach (var slot in free)
        {
            if (order.Next() is not { } served) break;
            var session = served.Session;
            var holder = session with { WaitedSeconds = (view.Now - session.WaitsAsIfSince()).TotalSeconds };
            waiting = waiting.Without(session.Session);
            // They grow even if this state were lost and begun anew: sessions remember the number of the lease that they had last.
            number = Math.Max(number + 1, view.Now.ToUnixTimeMilliseconds());
            leases = leases.Add(session.Session, new SlotLease(holder, slot.Node, slot.Incarnation, slot.Device, view.Now, served.IsOutOfTurn, number));
            sinceOverdue = served.SinceOverdue;
        }
        return ReferenceEquals(leases, Leases) ? this : this with { Waiting = waiting, Leases = leases, SinceOverdue = sinceOverdue, LastNumber = number };
    }

    /// <summary>Whether slots that fall free on the node can be given away.</summary>
    public bool Takes(string node, PoolView view) => CordonOf(node) == NodeCordon.None && view.Nodes.Find(node) is { Report.TakesNew: true } && !view.IsSilent(node);

    private Schedule Preempt(List<SlotLease> preemptible, ServiceOrder order, PoolView view)
    {
        if (preemptible.Count == 0) return this;
        var coming = Leases.Values.Count(lease => lease.YieldingSince is { } since && view.Now - since < view.Options.YieldPatience && Takes(lease.Node, view));
        for (var served = 0; served < coming; served++)
        {
            if (order.Next() is null) return this;
        }
        var longest = order.Longest();
        preemptible = [.. preemptible.OrderByDescending(lease => lease.ClassAt(view.Now, view.Options)).ThenByDescending(lease => order.UsageOf(lease.Holder.Owner)).ThenByDescending(lease => lease.StartedAt)
            .ThenBy(lease => lease.Holder.Session, StringComparer.Ordinal)];
        var leases = Leases;
        while (order.NextInOrder() is { } served && preemptible.FindIndex(lease => MayPreempt(served.Session, lease, view)) is var victim && victim >= 0)
        {
            var lease = preemptible[victim];
            leases = leases.SetItem(lease.Holder.Session, lease with { YieldingSince = view.Now });
            preemptible.RemoveAt(victim);
        }
        if (!ReferenceEquals(leases, Leases)) return this with { Leases = leases };
        if (coming > 0 || longest is null || preemptible.Find(lease => lease.Held(view.Now) >= view.Options.OverdueAfter) is not { } longHeld) return this;
        return this with { Leases = Leases.SetItem(longHeld.Holder.Session, longHeld with { YieldingSince = view.Now }), SinceOverdue = ServiceOrder.TurnEvery - 1 };
    }

    private static bool MayPreempt(QueuedSession session, SlotLease lease, PoolView view) =>
        session.Priority < lease.ClassAt(view.Now, view.Options)
        && lease.Held(view.Now) >= (session.Priority == TrainingPriority.Interactive ? view.Options.MinimumRunForInteractive : view.Options.MinimumRun);
}
