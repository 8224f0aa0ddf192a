using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

public sealed class TrainingScheduleTests
{
    private static readonly TrainingSchedule Waiting = new() { Waiting = ["a", "b", "c"] };

    [Fact]
    public void Enqueue_NewSession_WaitsBehindAllOthers() => Assert.Equal(["a", "b", "c", "d"], Waiting.Enqueue("d").Waiting);

    [Fact]
    public void Enqueue_SessionThatWaitsOrRuns_ChangesNothing()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 1));

        Assert.Same(running, running.Enqueue("a"));
        Assert.Same(running, running.Enqueue("b"));
    }

    [Fact]
    public void Requeue_RunningSession_WaitsBeforeAllOthersWithoutADevice()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 2));

        var next = running.Requeue("b");

        Assert.Equal(["b", "c"], next.Waiting);
        Assert.Equal(["a"], next.Leases.Select(lease => lease.Session));
    }

    [Fact]
    public void Requeue_WaitingSession_MovesToTheFrontOnce() => Assert.Equal(["c", "a", "b"], Waiting.Requeue("c").Waiting);

    [Fact]
    public void Remove_SessionThatWaitsOrRuns_IsGone()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 1));

        var next = running.Remove("a").Remove("b");

        Assert.Equal(["c"], next.Waiting);
        Assert.Empty(next.Leases);
    }

    [Fact]
    public void Remove_UnknownSession_ChangesNothing() => Assert.Same(Waiting, Waiting.Remove("z"));

    [Fact]
    public void Hear_FreeSlots_GoToThoseWhoCameFirst()
    {
        var (next, start) = Waiting.Hear(Report("n1", slots: 2));

        Assert.Equal(["a", "b"], start);
        Assert.Equal(["c"], next.Waiting);
        Assert.Equal([new TrainingLease("a", "n1", "i1"), new TrainingLease("b", "n1", "i1")], next.Leases);
    }

    [Fact]
    public void Hear_LeaseThatTheNodeRuns_StaysAndNothingChanges()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 1));

        var (next, start) = running.Hear(Report("n1", slots: 1, "a"));

        Assert.Same(running, next);
        Assert.Empty(start);
    }

    [Fact]
    public void Hear_LeaseThatTheNodeDoesNotRun_WaitsBehindTheOthers()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 2));

        var (next, start) = running.Hear(Report("n1", slots: 1, "b"));

        Assert.Empty(start);
        Assert.Equal(["c", "a"], next.Waiting);
        Assert.Equal(["b"], next.Leases.Select(lease => lease.Session));
    }

    [Fact]
    public void Hear_AnotherIncarnation_HonoursNoLeaseOfTheOneBefore()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 1));

        var (next, start) = running.Hear(Report("n1", slots: 1, "a") with { Incarnation = "i2" });

        Assert.Equal(["a", "b", "c"], next.Waiting);
        Assert.Empty(next.Leases);
        Assert.Empty(start);
    }

    [Fact]
    public void Hear_WorkersWithoutALease_TakeSlotsToo()
    {
        var (next, start) = Waiting.Hear(Report("n1", slots: 2, "old", "older"));

        Assert.Same(Waiting, next);
        Assert.Empty(start);
    }

    [Fact]
    public void Hear_AnotherNode_LeavesTheLeasesOfThisOne()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 1));

        var (next, start) = running.Hear(Report("n2", slots: 1));

        Assert.Equal(["b"], start);
        Assert.Equal(["n1", "n2"], next.Leases.Select(lease => lease.Node));
    }

    [Fact]
    public void Lose_Node_ItsSessionsWaitBeforeAllOthersInTheirOrder()
    {
        var (running, _) = Waiting.Hear(Report("n1", slots: 2));

        var next = running.Lose("n1");

        Assert.Equal(["a", "b", "c"], next.Waiting);
        Assert.Empty(next.Leases);
    }

    [Fact]
    public void Lose_NodeWithoutLeases_ChangesNothing() => Assert.Same(Waiting, Waiting.Lose("n1"));

    private static NodeReport Report(string node, int slots, params string[] running) =>
        new(node, "i1", slots, [.. running.Select(session => new RunningWorker(session, 1))]);
}
