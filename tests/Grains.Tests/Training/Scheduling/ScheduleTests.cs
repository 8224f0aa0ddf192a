using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>Entering and leaving the queue.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Enqueue_NewSession_WaitsFromNowOn()
    {
        var pool = new PlayedPool().Enqueue("a/1", TrainingPriority.High);

        Assert.Equal(new QueuedSession("a/1", "a", TrainingPriority.High, pool.Now, pool.Now), Assert.Single(pool.Schedule.Waiting));
    }

    [Fact]
    public void Enqueue_SessionThatWaitsOrRuns_ChangesNothing()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2").Pass();
        var before = pool.Schedule;

        Assert.Same(before, pool.Enqueue("a/1").Schedule);
        Assert.Same(before, pool.Enqueue("a/2").Schedule);
    }

    [Fact]
    public void Requeue_RunningSession_WaitsBeforeItsOwnersOthersWithoutADevice()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2").Enqueue("a/3").Pass();
        pool.End("a/1").Pass();

        pool.Requeue("a/2");

        Assert.Empty(pool.Running);
        Assert.Equal(["a/2", "a/3"], pool.Waiting);
    }

    [Fact]
    public void Requeue_WaitingSession_ChangesNothing()
    {
        var pool = new PlayedPool().Enqueue("a/1").Enqueue("a/2");
        var before = pool.Schedule;

        Assert.Same(before, pool.Wait(TimeSpan.FromHours(1)).Requeue("a/2").Schedule);
    }

    [Fact]
    public void Requeue_SessionThatHasALaterSlot_KeepsIt()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass();
        var first = pool.Schedule.Leases["a/1"].Number;
        pool.GiveBack("a/1").Pass();
        var before = pool.Schedule;

        Assert.Same(before, pool.Requeue("a/1", first).Schedule);

        Assert.True(before.Leases["a/1"].Number > first);
    }

    [Fact]
    public void Requeue_UnknownSession_Waits() => Assert.Equal(["a/1"], new PlayedPool().Requeue("a/1").Waiting);

    [Fact]
    public void Requeue_TwoOfOneOwner_WaitInTheOrderOfTheirSubmission()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("a/1").Enqueue("a/2").Pass().Enqueue("a/3");

        pool.Requeue("a/2").Requeue("a/1");

        Assert.Equal(["a/1", "a/2", "a/3"], pool.Waiting);
    }

    [Fact]
    public void Requeue_WhileAnEarlierOneWaits_StandsBeforeIt()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass();
        pool.Schedule = pool.Schedule.Enqueue(new QueueRequest("a/resumed", "a", TrainingPriority.Normal, PlayedPool.Noon.AddDays(-1)), pool.View);

        pool.Requeue("a/1");

        Assert.Equal(["a/1", "a/resumed"], pool.Waiting);
    }

    [Fact]
    public void Requeue_AfterARun_RemembersWhatItWaitedAndRan()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").PassAfter(TimeSpan.FromMinutes(5)).Wait(TimeSpan.FromMinutes(20));

        pool.Requeue("a/1").Wait(TimeSpan.FromMinutes(2));

        var session = pool.Schedule.Waiting.Find("a/1")!;
        Assert.Equal(TimeSpan.FromMinutes(7), pool.Now - session.WaitsAsIfSince());
        Assert.Equal(20 * 60, session.RanSeconds);
    }

    [Fact]
    public void Remove_SessionThatWaitsOrRuns_IsGone()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2").Pass();

        pool.End("a/1").End("a/2");

        Assert.Empty(pool.Schedule.Waiting);
        Assert.Empty(pool.Schedule.Leases);
    }

    [Fact]
    public void Remove_UnknownSession_ChangesNothing()
    {
        var pool = new PlayedPool().Enqueue("a/1");
        var before = pool.Schedule;

        Assert.Same(before, pool.End("a/2").Schedule);
    }

    [Fact]
    public void Remove_RunningSessions_MakesTheMeanOfTheirRunsWithAllParts()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Pass().Wait(TimeSpan.FromMinutes(10)).GiveBack("a/1").Pass().Wait(TimeSpan.FromMinutes(20)).End("a/1");
        Assert.Equal(new MeanRun(1, 30 * 60), pool.Schedule.Runs);

        pool.Enqueue("a/2").Pass().Wait(TimeSpan.FromMinutes(10)).End("a/2");

        Assert.Equal(new MeanRun(2, 20 * 60), pool.Schedule.Runs);
    }

    [Fact]
    public void Remove_WaitingSession_IsNoRun() => Assert.Equal(default, new PlayedPool().Enqueue("a/1").Wait(TimeSpan.FromHours(1)).End("a/1").Schedule.Runs);

    [Fact]
    public void Cordon_NodeTwice_ChangesOnceAndNoneClearsIt()
    {
        var cordoned = new Schedule().Cordon("n1", NodeCordon.Cordoned);

        Assert.Equal(NodeCordon.Cordoned, cordoned.CordonOf("n1"));
        Assert.Same(cordoned, cordoned.Cordon("n1", NodeCordon.Cordoned));
        Assert.Equal(NodeCordon.Draining, cordoned.Cordon("n1", NodeCordon.Draining).CordonOf("n1"));
        Assert.Empty(cordoned.Cordon("n1", NodeCordon.None).Cordons);
    }

    [Fact]
    public void Serialize_ScheduleWithEverything_ComesBackAndDecidesTheSame()
    {
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(3)).With("n2").Enqueue("a/1", TrainingPriority.Low).Enqueue("b/1").Enqueue("a/2").Pass().Wait(TimeSpan.FromHours(1)).End("b/1");
        pool.Requeue("a/2").Enqueue("c/1", TrainingPriority.Interactive).Enqueue("c/2", TrainingPriority.High).Enqueue("d/1").Pass().Cordon("n2", NodeCordon.Draining).Wait(TimeSpan.FromMinutes(15));
        pool.Enqueue("e/1", TrainingPriority.Interactive).Pass().Enqueue("f/1");
        Assert.NotEmpty(pool.Yielding);

        var json = JsonSerializer.Serialize(pool.Schedule, ContractJson.Options);
        var copy = JsonSerializer.Deserialize<Schedule>(json, ContractJson.Options)!;

        Assert.Equivalent(pool.Schedule, copy, strict: true);
        var next = pool.Wait(TimeSpan.FromMinutes(15)).Schedule.Decide(pool.View);
        Assert.Equivalent(next, copy.Decide(pool.View), strict: true);
        Assert.All(pool.Nodes, node => Assert.Equivalent(next.OrdersFor(node.Report), copy.Decide(pool.View).OrdersFor(node.Report), strict: true));
    }
}
