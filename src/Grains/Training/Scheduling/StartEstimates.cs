namespace MusicGen.Grains.Training.Scheduling;

/// <summary>Estimates when those who wait will start: each takes, in the order of service, the slot that falls free next.</summary>
internal static class StartEstimates
{
    /// <summary>What is further away is no estimate any more.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    /// <summary>All that wait, the next one first.</summary>
    /// <remarks>
    /// A session takes what is left of it as its last worker reckoned, else what sessions of the pool take on the average; where neither is known,
    /// nothing follows it on its slot.
    /// </remarks>
    public static IReadOnlyList<StartEstimate> Of(Schedule schedule, PoolView view)
    {
        var freeAt = new PriorityQueue<DateTimeOffset, DateTimeOffset>(SlotsOf(schedule, view).Select(at => (at, at)));
        var order = new ServiceOrder(schedule, view);
        var estimates = new List<StartEstimate>(schedule.Waiting.Count);
        while (order.Next() is { Session: var session })
        {
            DateTimeOffset? startsAt = freeAt.TryDequeue(out var at, out _) ? at : null;
            estimates.Add(new StartEstimate(session, startsAt));
            if (startsAt + Remaining(session, 0, schedule) is { } endsAt && endsAt < view.Now + Horizon) freeAt.Enqueue(endsAt, endsAt);
        }
        return estimates;
    }

    /// <summary>When the slots fall free that can be given away then.</summary>
    private static IEnumerable<DateTimeOffset> SlotsOf(Schedule schedule, PoolView view)
    {
        foreach (var _ in FreeSlots.Of(schedule, view)) yield return view.Now;
        foreach (var (_, lease) in schedule.Leases)
        {
            if (schedule.Takes(lease.Node, view) && EndOf(lease, schedule, view) is { } end) yield return end > view.Now ? end : view.Now;
        }
    }

    private static DateTimeOffset? EndOf(SlotLease lease, Schedule schedule, PoolView view)
    {
        if (lease.YieldingSince is not null) return view.Now;
        if (view.Nodes.Find(lease.Node) is { } node && node.RemainingSeconds(lease) is { } seconds) return node.HeardAt + Seconds(seconds);
        return view.Now + Remaining(lease.Holder, lease.Held(view.Now).TotalSeconds, schedule);
    }

    private static TimeSpan? Remaining(QueuedSession session, double sinceThen, Schedule schedule) =>
        session.RemainingSeconds is { } own ? Seconds(own - sinceThen)
        : schedule.Runs.Expected() is { } usual ? Seconds(usual - session.RanSeconds - sinceThen)
        : null;

    /// <summary>What a worker reckons from its first steps can be beyond all calendars.</summary>
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Horizon.TotalSeconds));
}
