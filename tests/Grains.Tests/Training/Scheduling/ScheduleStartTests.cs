using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>Who gets a free slot, and which one.</summary>
public sealed class ScheduleStartTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Decide_OneOwner_ServesTheFirstSubmittedFirst()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/3").Enqueue("a/1").Enqueue("a/2").Pass();

        Assert.Equal(["a/1", "a/3"], pool.Running);
        Assert.Equal(["a/2"], pool.Waiting);
    }

    [Fact]
    public void Decide_FreeSlot_IsALeaseOfTheNodesProcessAndDevice()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).PassAfter(Second);

        var lease = pool.Schedule.Leases["a/1"];
        Assert.Equal(("n1", "1", "cpu", pool.Now, false, null), (lease.Node, lease.Incarnation, lease.Device, lease.StartedAt, lease.IsOutOfTurn, lease.YieldingSince));
    }

    [Theory]
    [InlineData(TrainingPriority.Interactive, TrainingPriority.High)]
    [InlineData(TrainingPriority.High, TrainingPriority.Normal)]
    [InlineData(TrainingPriority.Normal, TrainingPriority.Low)]
    public void Decide_TwoPriorities_ServesTheHigherThoughItCameLater(TrainingPriority higher, TrainingPriority lower)
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", lower).Enqueue("b/1", higher).Pass();

        Assert.Equal(["b/1"], pool.Running);
    }

    [Fact]
    public void Decide_HigherPriority_GoesBeforeLessUsage()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Wait(TimeSpan.FromHours(1)).End("a/1");

        pool.Enqueue("b/1").Enqueue("a/2", TrainingPriority.High).Pass();

        Assert.Equal(["a/2"], pool.Running);
    }

    [Fact]
    public void Decide_SeveralOwnersAtOnce_ShareTheFreeSlots()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(4));
        foreach (var session in new[] { "a/1", "a/2", "a/3", "a/4", "b/1", "b/2", "b/3" }) pool.Enqueue(session);

        pool.Pass();

        Assert.Equal(["a/1", "a/2", "b/1", "b/2"], pool.Running);
    }

    [Fact]
    public void Decide_OwnerWhoHadMore_WaitsUntilTheOthersHadAsMuch()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Wait(TimeSpan.FromHours(1)).End("a/1");

        pool.Enqueue("a/2").Enqueue("b/1").Enqueue("b/2").Pass();

        Assert.Equal(["b/1"], pool.Running);
        Assert.Equal(["b/2"], pool.Wait(TimeSpan.FromMinutes(40)).End("b/1").Pass().Running);
        Assert.Equal(["a/2"], pool.Wait(TimeSpan.FromMinutes(40)).End("b/2").Enqueue("b/3").Pass().Running);
    }

    [Fact]
    public void Decide_UsageLongAgo_CountsLess()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Wait(TimeSpan.FromHours(2)).End("a/1");
        pool.Wait(TimeSpan.FromDays(3)).Enqueue("b/1").Pass().Wait(TimeSpan.FromHours(1)).End("b/1");

        // Three half-lives ago, two hours are a quarter of one.
        pool.Enqueue("b/2").Enqueue("a/2").Pass();

        Assert.Equal(["a/2"], pool.Running);
    }

    [Fact]
    public void Decide_RunningSessions_CountToTheirOwnersUsage()
    {
        var pool = new PlayedPool().With("n1");
        foreach (var session in new[] { "b/1", "b/2" }) pool.Enqueue(session).Pass().Wait(TimeSpan.FromHours(1)).End(session);
        pool.Enqueue("a/1").Pass().Wait(TimeSpan.FromHours(5));

        pool.Enqueue("a/2").Enqueue("b/3").With("n2").Pass();

        Assert.Equal(["a/1", "b/3"], pool.Running);
    }

    [Fact]
    public void Decide_SeveralNodes_UsesTheirSlotsOnce()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).With("n2");
        for (var number = 1; number <= 5; number++) pool.Enqueue($"a/{number}");

        pool.Pass().PassAfter(Second).PassAfter(Second);

        Assert.Equal(["a/1", "a/2", "a/3"], pool.Running);
        Assert.Equal([2, 1], pool.Nodes.Select(node => node.Running.Count));
    }

    [Fact]
    public void Decide_SeveralDevices_TakesGpusFirstAndSharesThemLast()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(), PlayedNode.Gpu(0, slots: 2)).With("n2", PlayedNode.Gpu(0), PlayedNode.Gpu(1));
        string[] expected = ["n1 cuda:0", "n2 cuda:0", "n2 cuda:1", "n1 cuda:0", "n1 cpu"];
        foreach (var (index, place) in expected.Index())
        {
            pool.Enqueue($"a/{index}").Pass();

            var lease = pool.Schedule.Leases[$"a/{index}"];
            Assert.Equal(place, $"{lease.Node} {lease.Device}");
        }
    }

    [Fact]
    public void Decide_WorkerThatShouldNotBeThere_TakesItsSlotUntilItIsGone()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1").Enqueue("a/2");
        pool["n1"].Follow(new([new("z/1", "cpu", 1)], [], []));

        pool.Pass();

        Assert.Equal(["a/1"], pool.Running);
        Assert.DoesNotContain("z/1", pool["n1"].Running.Keys);
        Assert.Equal(["a/1", "a/2"], pool.Pass().Running);
    }

    [Fact]
    public void Decide_NothingNew_GivesTheSameSchedule()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2").Pass();
        var before = pool.Schedule;

        Assert.Same(before, pool.PassAfter(Second).PassAfter(TimeSpan.FromHours(3)).Schedule);
    }

    [Fact]
    public void Decide_FloodOfInteractive_GivesOneStartInEightToWhoWaitedLongest()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Enqueue("a/2", TrainingPriority.High).Wait(new ScheduleOptions().OverdueAfter);
        for (var number = 1; number <= 20; number++) pool.Enqueue($"b/{number}", TrainingPriority.Interactive);

        var started = new List<string>();
        for (var turn = 0; turn < 20; turn++)
        {
            started.Add(Assert.Single(pool.Pass().Running));
            pool.Wait(TimeSpan.FromMinutes(5)).End(started[^1]);
        }

        Assert.Equal([(7, "a/1"), (15, "a/2")], started.Index().Where(start => start.Item.StartsWith('a')));
    }

    [Fact]
    public void Decide_SessionsThatAllWaitedLong_AreServedByPriorityAllTheSame()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(7)).Wait(TimeSpan.FromHours(1));
        for (var number = 1; number <= 7; number++) pool.Enqueue($"low/{number}", TrainingPriority.Low).Enqueue($"high/{number}", TrainingPriority.High);

        pool.PassAfter(TimeSpan.FromHours(100));

        Assert.All(pool.Running, session => Assert.StartsWith("high/", session, StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_WhoWaitedLongestIsServedInTurn_GetsNoOtherTurnForIt()
    {
        var pool = Overdue("a/1", TrainingPriority.High).Enqueue("b/1").Pass();

        Assert.False(pool.Schedule.Leases["a/1"].IsOutOfTurn);
        Assert.Equal(0, pool.Schedule.SinceOverdue);
    }

    [Fact]
    public void Decide_StartOutOfTurn_CanBePreemptedAfterItsTimeAndNotBefore()
    {
        var pool = Overdue("a/1", TrainingPriority.Low).Enqueue("b/1", TrainingPriority.Interactive).Pass();
        Assert.True(pool.Schedule.Leases["a/1"].IsOutOfTurn);

        pool.PassAfter(pool.Options.OverdueRun - Second);
        Assert.Empty(pool.Yielding);
        pool.PassAfter(Second);

        Assert.Equal(["a/1"], pool.Yielding);
        Assert.Equal(["b/1"], pool.GiveBack("a/1").Pass().Running);
    }

    [Fact]
    public void Decide_StartOutOfTurn_CountsAsWhatItIsAfterItsTime()
    {
        var pool = Overdue("a/1", TrainingPriority.Low).Enqueue("b/1", TrainingPriority.Interactive).Pass();
        pool.Schedule = pool.Schedule.Remove("b/1", pool.View);

        pool.PassAfter(pool.Options.OverdueRun).Enqueue("c/1", TrainingPriority.Low).Pass();

        Assert.Empty(pool.Yielding);
    }

    [Fact]
    public void Decide_SessionWithoutALongWait_GetsNoTurn()
    {
        var pool = Overdue("a/1", TrainingPriority.Low);
        pool.Schedule = pool.Schedule.Remove("a/1", pool.View);

        pool.Enqueue("a/2", TrainingPriority.Low).Wait(pool.Options.OverdueAfter - 2 * Second).Enqueue("b/1", TrainingPriority.Interactive).Pass();

        Assert.Equal(["b/1"], pool.Running);
    }

    [Theory]
    [InlineData(NodeCordon.Cordoned)]
    [InlineData(NodeCordon.Draining)]
    public void Decide_CordonedNode_GetsNothingUntilTheCordonIsGone(NodeCordon cordon)
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Cordon("n1", cordon).Pass();
        Assert.Empty(pool.Running);

        pool.Cordon("n1", NodeCordon.None).Pass();

        Assert.Equal(["a/1"], pool.Running);
    }

    /// <summary>A session that has waited long in a pool in which that turn has come.</summary>
    private static PlayedPool Overdue(string session, TrainingPriority priority)
    {
        var pool = new PlayedPool().With("n1").Enqueue(session, priority);
        pool.Wait(pool.Options.OverdueAfter).Schedule = pool.Schedule with { SinceOverdue = ServiceOrder.TurnEvery - 1 };
        return pool;
    }
}
