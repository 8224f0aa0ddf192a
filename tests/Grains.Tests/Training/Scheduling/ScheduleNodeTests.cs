using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>What becomes of sessions whose node dies, restarts, does not do as told, or is drained.</summary>
public sealed class ScheduleNodeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Decide_NodeSilentForTooLong_ItsSessionsWaitBeforeTheirOwnersOthers()
    {
        var pool = new PlayedPool().With("n1").With("n2").Enqueue("a/1").Enqueue("b/1").Enqueue("a/2").Pass();
        for (var second = 0; second < 10; second++) pool.PassAfter(Second, silent: "n1");
        Assert.Equal(["a/1", "b/1"], pool.Running);

        pool.PassAfter(Second, silent: "n1");

        Assert.Equal(["b/1"], pool.Running);
        Assert.Equal(["a/1", "a/2"], pool.Waiting);
    }

    [Fact]
    public void Decide_NodeThatMissedHeartbeats_GetsNothingNewUntilItIsHeard()
    {
        var pool = new PlayedPool().With("n1").With("n2").Pass().Cordon("n2", NodeCordon.Cordoned);
        for (var second = 0; second < 4; second++) pool.PassAfter(Second, silent: "n1");

        Assert.Empty(pool.Enqueue("a/1").Pass(silent: "n1").Running);

        Assert.Equal(["a/1"], pool.Pass().Running);
    }

    [Fact]
    public void Decide_NodeThatComesBack_IsToldToKillWhatItLost()
    {
        var pool = new PlayedPool().With("n1").With("n2").Enqueue("a/1").Pass();
        for (var second = 0; second < 12; second++) pool.PassAfter(Second, silent: "n1");
        Assert.Equal("n2", pool.Schedule.Leases["a/1"].Node);

        var orders = pool.Schedule.OrdersFor(pool["n1"].Report);

        Assert.Equal(["a/1"], orders.Kill.Select(order => order.Session));
        Assert.Empty(orders.Start);
    }

    [Fact]
    public void Decide_AnotherIncarnation_LosesTheLeasesOfTheOneBeforeAtOnce()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2").PassAfter(Second);
        pool["n1"].Restart();

        pool.Pass();

        Assert.Equal(("2", pool.Now), (pool.Schedule.Leases["a/1"].Incarnation, pool.Schedule.Leases["a/1"].StartedAt));
        Assert.Contains("a/1", pool["n1"].Running.Keys);
    }

    [Fact]
    public void Decide_LeaseThatTheNodeNeverHonours_GoesToTheEndOfItsOwnersLine()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").PassAfter(TimeSpan.FromHours(1)).Enqueue("a/2").Wait(Second);
        pool["n1"].End("a/1");
        var silent = pool["n1"];

        pool.Hear(silent).Wait(pool.Options.StartPatience - Second).Hear(silent).Schedule = pool.Schedule.Decide(pool.View);
        Assert.Equal(["a/1"], pool.Running);
        pool.Wait(Second).Hear(silent).Schedule = pool.Schedule.Decide(pool.View);

        Assert.Equal(["a/2"], pool.Running);
        Assert.Equal(["a/1"], pool.Waiting);
        // It takes no turn from those that can be started.
        Assert.Equal(pool.Now, pool.Schedule.Waiting.Single().WaitsAsIfSince());
    }

    [Fact]
    public void Decide_OnlySessionThatIsNeverHonoured_GetsANewLeaseOnceInEachTimeOfPatience()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1");
        var leases = new HashSet<DateTimeOffset>();
        for (var second = 0; second < 300; second++)
        {
            pool.Wait(Second).Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View);
            leases.Add(pool.Schedule.Leases["a/1"].StartedAt);
        }

        Assert.Equal(10, leases.Count);
    }

    [Fact]
    public void Decide_TwoThatAreNeverHonoured_TakeTurns()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2");
        var holders = new List<string>();
        for (var second = 0; second < 150; second++)
        {
            pool.Wait(Second).Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View);
            if (holders.Count == 0 || holders[^1] != pool.Running.Single()) holders.Add(pool.Running.Single());
        }

        Assert.Equal(["a/1", "a/2", "a/1", "a/2", "a/1"], holders);
    }

    [Fact]
    public void Decide_LeaseHonouredInTheMeantime_Stays()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass();
        pool["n1"].End("a/1");
        pool.Hear(pool["n1"]).Wait(pool.Options.StartPatience - Second).Pass();
        Assert.Contains("a/1", pool["n1"].Running.Keys);

        pool.PassAfter(Second).PassAfter(Second);

        Assert.Equal(PlayedPool.Noon + Second, pool.Schedule.Leases["a/1"].StartedAt);
    }

    [Fact]
    public void Decide_NodeThatStartsNothingNow_GetsNothingAndWhatItWasGivenGoesElsewhere()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1").Pass().Enqueue("b/1");
        pool.Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View);
        Assert.Equal(["a/1", "b/1"], pool.Running);
        pool["n1"].TakesNew = false;

        Assert.Equal(["a/1"], pool.PassAfter(Second).Running);
        Assert.Equal(["b/1"], pool.Waiting);
        Assert.Equal("n2", pool.With("n2").PassAfter(Second).Schedule.Leases["b/1"].Node);

        pool["n1"].TakesNew = true;
        Assert.Equal("n1", pool.Enqueue("c/1").Pass().Schedule.Leases["c/1"].Node);
    }

    [Fact]
    public void Decide_NodeThatStartsNothingNow_IsNotWorthAsking()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().Enqueue("b/1", TrainingPriority.High);
        pool["n1"].TakesNew = false;

        Assert.Empty(pool.PassAfter(TimeSpan.FromHours(1)).Yielding);

        pool["n1"].TakesNew = true;
        Assert.Equal(["a/1"], pool.PassAfter(Second).Yielding);
    }

    [Fact]
    public void Decide_DrainedNode_GivesEverySessionBackAtOnce()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1").Enqueue("b/1").Pass().Cordon("n1", NodeCordon.Draining);

        pool.PassAfter(Second);

        Assert.Equal([YieldReason.Drained, YieldReason.Drained], pool["n1"].Asked.Values);
        Assert.Equal(["a/1", "b/1"], pool.GiveBack("a/1").GiveBack("b/1").With("n2", PlayedNode.Cpu(2)).Pass().Running);
        Assert.All(pool.Schedule.Leases.Values, lease => Assert.Equal("n2", lease.Node));
    }

    [Fact]
    public void Decide_DrainedBeforeItStarted_StartsElsewhere()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1");
        pool.Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View).Cordon("n1", NodeCordon.Draining);

        pool.With("n2").PassAfter(Second).PassAfter(Second).PassAfter(Second);
        Assert.Empty(pool["n1"].Running);
        pool.PassAfter(Second);

        Assert.Equal("n2", pool.Schedule.Leases["a/1"].Node);
    }

    [Fact]
    public void Decide_DrainedWhileItStarts_IsAskedToYieldAndNotKilled()
    {
        var pool = new PlayedPool().With("n1").With("n2").Enqueue("a/1").Pass().Cordon("n1", NodeCordon.Draining);

        // The last heartbeat of the first node was before the start.
        pool.Hear(pool["n2"]).Schedule = pool.Schedule.Decide(pool.View);
        pool.PassAfter(Second);

        Assert.Equal(YieldReason.Drained, pool["n1"].Asked["a/1"]);
    }

    [Fact]
    public void Decide_CordonedNode_KeepsWhatRuns()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Cordon("n1", NodeCordon.Cordoned);

        pool.PassAfter(Second);

        Assert.Equal(["a/1"], pool.Running);
        Assert.Empty(pool["n1"].Asked);
    }
}
