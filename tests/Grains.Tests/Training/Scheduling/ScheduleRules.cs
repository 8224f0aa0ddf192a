using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>Lets a pool decide and asserts of each decision what must hold of it, in words that are not the schedule's own.</summary>
internal sealed class ScheduleRules(PlayedPool pool)
{
    private int _startsSinceTurn = ServiceOrder.TurnEvery;

    /// <summary>A pass after some time; nodes assert by themselves that no slot is given twice.</summary>
    public void Pass(TimeSpan after, string? silent = null)
    {
        pool.Wait(after);
        var heard = pool.Nodes.Where(node => node.Name != silent).ToList();
        foreach (var node in heard) pool.Hear(node);
        Decide();
        foreach (var node in heard) node.Follow(pool.Schedule.OrdersFor(node.Report));
    }

    public void Decide()
    {
        var before = pool.Schedule;
        // A worker without a lease takes a slot, until its session gets a lease for that very slot.
        var hasStrays = pool.View.Nodes.All.Any(node => before.OrdersFor(node.Report).Kill.Count > 0);
        pool.Schedule = before.Decide(pool.View);
        var started = pool.Schedule.Leases.Values.Where(lease => before.Leases.GetValueOrDefault(lease.Holder.Session)?.StartedAt != lease.StartedAt).ToList();
        AssertStarts(started);
        AssertVictims([.. pool.Schedule.Leases.Values.Where(lease => lease.YieldingSince == pool.Now && before.Leases.GetValueOrDefault(lease.Holder.Session)?.YieldingSince is null)]);
        if (pool.Schedule.Waiting.Count > 0 && !hasStrays) Assert.Empty(FreeSlots.Of(pool.Schedule, pool.View));
    }

    public void AssertConsistent(IReadOnlySet<string> known)
    {
        var schedule = pool.Schedule;
        var waiting = schedule.Waiting.Select(session => session.Session).ToList();
        Assert.Empty(waiting.Intersect(schedule.Leases.Keys));
        Assert.Equal(known.Order(), waiting.Concat(schedule.Leases.Keys).Order());
        foreach (var node in pool.Nodes)
        {
            foreach (var device in node.Report.Devices)
                Assert.True(schedule.LeasesOn(node.Name).Count(lease => lease.Device == device.Id) <= device.Slots, $"{node.Name} {device.Id} was given away twice.");
        }
        Assert.Equal(waiting.Order(), pool.Waiting.Order());
    }

    private void AssertStarts(List<SlotLease> started)
    {
        Assert.All(started, lease => Assert.Equal((NodeCordon.None, false), (pool.Schedule.CordonOf(lease.Node), pool.View.IsSilent(lease.Node))));
        var outOfTurn = started.Where(lease => lease.IsOutOfTurn).ToList();
        foreach (var waiting in pool.Schedule.Waiting)
        {
            Assert.DoesNotContain(started.Except(outOfTurn), lease => lease.Holder.Priority > waiting.Priority);
            Assert.DoesNotContain(outOfTurn, lease => lease.Holder.WaitedSeconds < (pool.Now - waiting.WaitsAsIfSince()).TotalSeconds);
        }
        Assert.All(outOfTurn, lease => Assert.True(lease.Holder.WaitedSeconds >= pool.Options.OverdueAfter.TotalSeconds));
        // Which start of a pass came out of turn cannot be seen from outside, only how many did.
        _startsSinceTurn += started.Count;
        Assert.True(outOfTurn.Count <= _startsSinceTurn / ServiceOrder.TurnEvery);
        if (outOfTurn.Count > 0) _startsSinceTurn -= outOfTurn.Count * ServiceOrder.TurnEvery;
        _startsSinceTurn = Math.Clamp(_startsSinceTurn, 0, 2 * ServiceOrder.TurnEvery);
    }

    /// <summary>Each victim has a waiting session of its own that has the right to its slot.</summary>
    private void AssertVictims(List<SlotLease> victims)
    {
        var entitled = pool.Schedule.Waiting.Select(session => session.Priority).Order().ToList();
        if (victims is [var only] && IsForTheOneThatWaitedLongest(only))
        {
            // The next start is that one's turn.
            _startsSinceTurn = Math.Max(_startsSinceTurn, ServiceOrder.TurnEvery - 1);
            return;
        }
        // Whoever has the fewest takers chooses first.
        foreach (var victim in victims.OrderBy(lease => lease.Held(pool.Now) >= pool.Options.MinimumRun).ThenBy(ClassOf))
        {
            var held = victim.Held(pool.Now);
            var taker = entitled.FindIndex(priority => priority < ClassOf(victim) && held >= (priority == TrainingPriority.Interactive ? pool.Options.MinimumRunForInteractive : pool.Options.MinimumRun));
            Assert.True(taker >= 0, $"{victim} makes room for nobody.");
            entitled.RemoveAt(taker);
        }
    }

    private bool IsForTheOneThatWaitedLongest(SlotLease victim) =>
        victim.Held(pool.Now) >= pool.Options.OverdueAfter
        && pool.Schedule.Waiting.Any(session => pool.Now - session.WaitsAsIfSince() >= pool.Options.OverdueAfter)
        && pool.Schedule.Leases.Values.All(lease => lease == victim || lease.YieldingSince is not { } since || pool.Now - since >= pool.Options.YieldPatience || !pool.Schedule.Takes(lease.Node, pool.View));

    private TrainingPriority ClassOf(SlotLease lease) =>
        lease.IsOutOfTurn && pool.Now - lease.StartedAt < pool.Options.OverdueRun ? TrainingPriority.Interactive : lease.Holder.Priority;
}
