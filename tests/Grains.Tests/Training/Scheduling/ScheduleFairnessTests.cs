using CsCheck;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>What comes of the decisions over hours and days.</summary>
public sealed class ScheduleFairnessTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Up to four slots; minute, priority and owner of sessions that never end.</summary>
    private static readonly Gen<(int Slots, (int At, int Priority, int Owner)[] Arrivals)> Arrivals =
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 200], Gen.Int[0, 3], Gen.Int[0, 2]).Array[1, 20]);

    // Sessions are short beside the half-life of usage: what is forgotten before the others had their turn is not made good.
    [Fact]
    public void Decide_OwnersWhoAlwaysWantMore_HaveEqualSharesWithinTenPercent() => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 30].Array[2, 5]).Sample(
        (slots, workOfOwner) =>
        {
            var pool = new SimulatedPool(Minute);
            pool.Add(new PlayedNode("n1", PlayedNode.Cpu(slots)));
            var dice = new Dice(1);
            for (var minute = 0; minute < 60 * 24 * 8; minute++)
            {
                foreach (var (owner, work) in workOfOwner.Index())
                {
                    // One with many short ones, one with few long ones: what counts is the time.
                    while (pool.Schedule.Waiting.Count(session => session.Owner == $"owner{owner}") < slots)
                        pool.Submit($"owner{owner}/{pool.Sessions.Count}", TrainingPriority.Normal, (1 + dice.Below(2 * work)) * Minute);
                }
                pool.Tick();
            }

            var shares = pool.Sessions.Values.GroupBy(session => session.Request.Owner, session => session.RanUntil(pool.Now).TotalMinutes).Select(owner => owner.Sum()).ToList();
            var fair = shares.Sum() / workOfOwner.Length;
            Assert.All(shares, share => Assert.InRange(share, 0.9 * fair, 1.1 * fair));
        },
        iter: 10);

    [Fact]
    public void Decide_FloodOfInteractive_EveryOtherStartsWithinItsBound() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3].Array[1, 10], Gen.Int[1, 120]).Sample(
        (slots, others, work) =>
        {
            var pool = new SimulatedPool(Minute);
            pool.Add(new PlayedNode("n1", PlayedNode.Cpu(slots)));
            foreach (var (number, priority) in others.Index()) pool.Submit($"patient/{number}", (TrainingPriority)priority, work * Minute);
            // As long as it takes to become overdue; then, for each of them, as many turns of a slot as there are starts between two of them.
            var bound = pool.View.Options.OverdueAfter + (others.Length + 1) * ServiceOrder.TurnEvery * (work + 1) * Minute;
            while (pool.Now - PlayedPool.Noon < bound)
            {
                while (pool.Schedule.Waiting.Count(session => session.Owner == "flood") < slots) pool.Submit($"flood/{pool.Sessions.Count}", TrainingPriority.Interactive, work * Minute);
                pool.Tick();
            }

            Assert.DoesNotContain(pool.Sessions.Values, session => session.Request.Owner == "patient" && session.Wait is null);
        },
        iter: 30);

    [Fact]
    public void Decide_NobodyLeaves_PreemptsAtMostThreeTimesASlotAndThenNoMore() => Arrivals.Sample(
        (slots, arrivals) =>
        {
            var preemptions = PreemptionsByHour(slots, arrivals, new ScheduleOptions { OverdueAfter = TimeSpan.FromDays(300) });

            Assert.InRange(preemptions[30] - preemptions[4], 0, 3 * slots);
            Assert.InRange(preemptions[30], 0, 3 * slots + arrivals.Length);
            Assert.Equal(preemptions[30], preemptions[40]);
        },
        iter: 60);

    [Fact]
    public void Decide_NobodyLeavesAndTheyTakeTurns_PreemptsNoSlotMoreThanFourTimesInEightHours() => Arrivals.Sample(
        (slots, arrivals) =>
        {
            var preemptions = PreemptionsByHour(slots, arrivals, new ScheduleOptions());

            // Whoever has waited longest takes a slot, and up to three may raise its class again.
            for (var hour = 4; hour + 8 < preemptions.Count; hour++) Assert.InRange(preemptions[hour + 8] - preemptions[hour], 0, 4 * slots);
        },
        iter: 60);

    /// <summary>How often a slot had been given back at the end of each of 40 hours.</summary>
    private static List<int> PreemptionsByHour(int slots, (int At, int Priority, int Owner)[] arrivals, ScheduleOptions options)
    {
        var pool = new SimulatedPool(Minute, options);
        pool.Add(new PlayedNode("n1", PlayedNode.Cpu(slots)));
        var byHour = new List<int> { 0 };
        for (var minute = 0; minute < 60 * 40; minute++)
        {
            foreach (var (number, (at, priority, owner)) in arrivals.Index())
            {
                if (at == minute) pool.Submit($"owner{owner}/{number}", (TrainingPriority)priority, TimeSpan.FromDays(100));
            }
            pool.Tick();
            if (minute % 60 == 59) byHour.Add(pool.Preemptions);
        }
        return byHour;
    }
}
