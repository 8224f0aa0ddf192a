using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>What a node is told to do.</summary>
public sealed class ScheduleOrdersTests
{
    [Fact]
    public void OrdersFor_AnswerThatWasLost_AreGivenAgain()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1");
        pool.Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View);

        for (var time = 0; time < 2; time++) AssertOrders(pool, start: [new StartOrder("a/1", "cpu", pool.Schedule.LastNumber)]);
    }

    [Fact]
    public void OrdersFor_NodeThatDoesAllItShould_AreNone() => AssertOrders(new PlayedPool().With("n1").Enqueue("a/1").Pass());

    [Fact]
    public void OrdersFor_WorkerOfAnotherSlot_IsKilledAndStartedWhereItShouldBe()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Gpu(0), PlayedNode.Gpu(1)).Enqueue("a/1").Pass();
        pool["n1"].Restart();
        pool["n1"].Follow(new([new("a/1", "cuda:1", 1)], [], []));
        pool.Hear(pool["n1"]).Schedule = pool.Schedule.Decide(pool.View);

        AssertOrders(pool, start: [new StartOrder("a/1", "cuda:0", pool.Schedule.LastNumber)], kill: [new KillOrder("a/1", 1)]);
    }

    [Fact]
    public void OrdersFor_DeviceWhoseWorkerIsAboutToBeKilled_StartNobodyThereUntilItIsGone()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("b/1").Pass();
        var slot = pool.Schedule.LastNumber;
        pool.Schedule = pool.Schedule.Remove("a/1", pool.View);
        // The node's last heartbeat came before the worker.
        pool.Schedule = pool.Schedule.Decide(pool.View);
        Assert.Equal(["b/1"], pool.Running);

        AssertOrders(pool, kill: [new KillOrder("a/1", slot)]);
        pool["n1"].End("a/1");

        AssertOrders(pool, start: [new StartOrder("b/1", "cpu", pool.Schedule.LastNumber)]);
    }

    [Fact]
    public void OrdersFor_LeaseOfAnEarlierIncarnation_DoNotStartItAgain()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass();
        pool["n1"].Restart();

        AssertOrders(pool);
    }

    [Fact]
    public void OrdersFor_SessionThatRests_KillIt()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass();
        pool.Schedule = pool.Schedule.Remove("a/1", pool.View);

        AssertOrders(pool, kill: [new KillOrder("a/1", pool.Schedule.LastNumber)]);
    }

    [Fact]
    public void OrdersFor_DrainingNode_AskForWhatRunsAgainAndAgain()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Cordon("n1", NodeCordon.Draining);

        for (var time = 0; time < 2; time++) AssertOrders(pool, yield: [new YieldOrder("a/1", YieldReason.Drained)]);
    }

    private static void AssertOrders(PlayedPool pool, StartOrder[]? start = null, YieldOrder[]? yield = null, KillOrder[]? kill = null)
    {
        var orders = pool.Schedule.OrdersFor(pool["n1"].Report);
        Assert.Equal(start ?? [], orders.Start);
        Assert.Equal(yield ?? [], orders.Yield);
        Assert.Equal(kill ?? [], orders.Kill);
    }
}
