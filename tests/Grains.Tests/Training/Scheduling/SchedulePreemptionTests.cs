using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>Who is asked to give a slot back, and to whom it goes.</summary>
public sealed class SchedulePreemptionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(TrainingPriority.Interactive, 60)]
    [InlineData(TrainingPriority.High, 600)]
    [InlineData(TrainingPriority.Normal, 600)]
    public void Decide_HigherPriorityWaits_AsksAfterTheMinimumRunAndNotBefore(TrainingPriority priority, int seconds)
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass();
        var started = pool.Now;
        pool.Enqueue("b/1", priority);

        pool.PassAfter(started.AddSeconds(seconds) - pool.Now - Second);
        Assert.Empty(pool.Yielding);
        pool.PassAfter(Second);

        Assert.Equal(["a/1"], pool.Yielding);
        Assert.Equal(YieldReason.Preempted, pool["n1"].Asked["a/1"]);
    }

    [Theory]
    [InlineData(TrainingPriority.Interactive)]
    [InlineData(TrainingPriority.Normal)]
    [InlineData(TrainingPriority.Low)]
    public void Decide_SameOrLowerPriorityWaits_AsksNobody(TrainingPriority priority)
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", priority).Pass().Enqueue("b/1", priority).Enqueue("b/2", TrainingPriority.Low);

        pool.PassAfter(TimeSpan.FromHours(7.9));

        Assert.Empty(pool.Yielding);
    }

    [Fact]
    public void Decide_TrainingsThatTakeWeeks_TakeTurnsOfHours()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Enqueue("b/1");
        var holders = new List<(string Session, DateTimeOffset At)>();
        while (pool.Now < PlayedPool.Noon.AddDays(10))
        {
            pool.PassAfter(TimeSpan.FromMinutes(5));
            foreach (var session in pool.Yielding.ToArray()) pool.GiveBack(session).Pass();
            if (holders.Count == 0 || holders[^1].Session != pool.Running.Single()) holders.Add((pool.Running.Single(), pool.Now));
        }

        Assert.InRange(holders.Count, 28, 31);
        Assert.All(holders.Zip(holders.Skip(1)), turn => Assert.InRange(turn.Second.At - turn.First.At, pool.Options.OverdueAfter - TimeSpan.FromMinutes(5), pool.Options.OverdueAfter + TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Decide_LowBehindHighOfWeeks_GetsAnHourInAboutNine()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.High).Pass().Enqueue("b/1", TrainingPriority.Low);
        var passes = new Dictionary<string, int>();
        while (pool.Now < PlayedPool.Noon.AddDays(10))
        {
            pool.PassAfter(TimeSpan.FromMinutes(5));
            foreach (var session in pool.Yielding.ToArray()) pool.GiveBack(session).Pass();
            passes[pool.Running.Single()] = passes.GetValueOrDefault(pool.Running.Single()) + 1;
        }

        Assert.InRange(passes["b/1"] / (double)passes["a/1"], 1 / 9.0, 1 / 7.0);
    }

    [Fact]
    public void Decide_ManyHaveWaitedLong_AsksOneAtATimeAndNobodyWhoHasJustBegun()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(3)).Enqueue("a/1").Enqueue("a/2").Pass().Enqueue("b/1").Enqueue("b/2").Enqueue("b/3").Wait(TimeSpan.FromHours(4)).Pass();
        Assert.Equal(["a/1", "a/2", "b/1"], pool.Running);

        pool.PassAfter(TimeSpan.FromHours(5)).PassAfter(Second).PassAfter(Second);
        var first = Assert.Single(pool.Yielding);
        pool.GiveBack(first).Pass();
        Assert.Contains("b/2", pool.Running);
        var second = Assert.Single(pool.PassAfter(Second).Yielding);
        Assert.Equal(["a/1", "a/2"], new[] { first, second }.Order());

        // Now all that run have just begun, or have had no eight hours.
        Assert.Contains("b/3", pool.GiveBack(second).Pass().Running);
        Assert.Empty(pool.PassAfter(TimeSpan.FromHours(2)).Yielding);
    }

    [Fact]
    public void Decide_SlotGivenBack_GoesToTheHigherPriorityAndTheOtherIsNext()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().Enqueue("a/2", TrainingPriority.Low).Enqueue("b/1", TrainingPriority.High).PassAfter(TenMinutes);

        pool.GiveBack("a/1").PassAfter(Second);

        Assert.Equal(["b/1"], pool.Running);
        Assert.Equal(["a/1", "a/2"], pool.Waiting);
        Assert.Equal(["a/1"], pool.PassAfter(TenMinutes).End("b/1").Pass().Running);
    }

    [Fact]
    public void Decide_SlotIsBeingGivenBack_AsksNobodyElse()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1", TrainingPriority.Low).Enqueue("a/2", TrainingPriority.Low).Pass().Enqueue("b/1").PassAfter(TenMinutes);

        pool.PassAfter(Second).PassAfter(TimeSpan.FromMinutes(1));

        Assert.Equal(["a/1"], pool.Yielding);
    }

    [Fact]
    public void Decide_SlotIsNotGivenBackInTime_AsksAnother()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1", TrainingPriority.Low).Enqueue("a/2", TrainingPriority.Low).Pass().Enqueue("b/1").PassAfter(TenMinutes);

        pool.PassAfter(pool.Options.YieldPatience);

        Assert.Equal(["a/1", "a/2"], pool.Yielding);
    }

    [Fact]
    public void Decide_FreeSlot_IsTakenInsteadOfAskingAnybody()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().With("n2").Enqueue("b/1", TrainingPriority.Interactive);

        pool.PassAfter(TenMinutes);

        Assert.Equal(["a/1", "b/1"], pool.Running);
        Assert.Empty(pool.Yielding);
    }

    [Fact]
    public void Decide_SeveralCouldBeAsked_AsksTheLowestThenTheOneWhoseOwnerHadMostThenTheLatest()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(5)).Enqueue("a/1", TrainingPriority.Low).Enqueue("b/1", TrainingPriority.Low).Enqueue("c/1", TrainingPriority.High).Pass();
        pool.PassAfter(TenMinutes).Enqueue("b/2", TrainingPriority.Low).Enqueue("d/1").Pass().PassAfter(TenMinutes);

        var asked = new List<string>();
        for (var number = 1; number <= 6; number++)
        {
            pool.Enqueue($"e/{number}", TrainingPriority.Interactive).Pass();
            asked.AddRange(pool.Yielding.Except(asked));
        }

        Assert.Equal(["b/2", "b/1", "a/1", "d/1", "c/1"], asked);
    }

    [Fact]
    public void Decide_TurnOfWhoeverWaitedLongestComesNext_TheHigherPriorityAsksAllTheSame()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().Enqueue("b/1", TrainingPriority.Low).Wait(TimeSpan.FromHours(8)).Enqueue("c/1");
        pool.Schedule = pool.Schedule with { SinceOverdue = ServiceOrder.TurnEvery - 1 };

        pool.Pass();
        Assert.Equal(["a/1"], pool.Yielding);
        pool.GiveBack("a/1").PassAfter(Second);

        // The slot goes to the one that has waited, which then has its time.
        Assert.Equal(["b/1"], pool.Running);
        pool.PassAfter(pool.Options.OverdueRun - Second);
        Assert.Empty(pool.Yielding);
        Assert.Equal(["c/1"], pool.PassAfter(Second).GiveBack("b/1").Pass().Running);
    }

    [Fact]
    public void Decide_CordonedNode_IsNotWorthAsking()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().Cordon("n1", NodeCordon.Cordoned).Enqueue("b/1", TrainingPriority.Interactive);

        pool.PassAfter(TenMinutes);

        Assert.Empty(pool.Yielding);
    }
}
