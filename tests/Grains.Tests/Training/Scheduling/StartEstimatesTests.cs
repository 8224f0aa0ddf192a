using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

public sealed class StartEstimatesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Of_NothingWaits_IsEmpty() => Assert.Empty(Of(new PlayedPool().With("n1")));

    [Fact]
    public void Of_NoNode_IsTheOrderWithoutTimes()
    {
        var pool = new PlayedPool().Enqueue("a/1", TrainingPriority.Low).Enqueue("a/2");

        Assert.Equal([("a/2", null), ("a/1", null)], Of(pool));
    }

    [Fact]
    public void Of_NothingIsKnownOfTimes_SaysNothingAfterTheFreeSlots()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1").Enqueue("a/2");
        pool.Hear(pool["n1"]);

        Assert.Equal([("a/1", 0), ("a/2", null)], Of(pool));
    }

    [Fact]
    public void Of_MeanIsKnown_GivesEachTheSlotThatFallsFreeNext()
    {
        // A usual run is 30 minutes; two slots, taken 10 and 20 minutes ago.
        var pool = new PlayedPool().With("n1", PlayedNode.Cpu(2)).Enqueue("z/1").Pass().Wait(30 * Minute).End("z/1");
        pool.Enqueue("a/1").Pass().Wait(10 * Minute - TimeSpan.FromSeconds(1)).Enqueue("a/2").Pass().Wait(10 * Minute);

        pool.Schedule = Enumerable.Range(3, 4).Aggregate(pool.Schedule, (schedule, number) => schedule.Enqueue(pool.Request($"a/{number}"), pool.View));

        Assert.Equal([("a/3", 10), ("a/4", 20), ("a/5", 40), ("a/6", 50)], Of(pool.Pass()));
    }

    [Fact]
    public void Of_WorkersThatReckon_AreBelieved()
    {
        var pool = new PlayedPool().With("n1").Enqueue("z/1").Pass().Wait(30 * Minute).End("z/1").Enqueue("a/1").Pass().Enqueue("a/2");

        Hear(pool, remainingSeconds: 7 * 60);
        Assert.Equal([("a/2", 7)], Of(pool));
        pool.Wait(Minute / 10);
        Assert.Equal([("a/2", 6.9)], Of(pool));
        Hear(pool, remainingSeconds: double.MaxValue);
        Assert.Equal(366 * 24 * 60, Of(pool)[0].Minutes);
    }

    [Fact]
    public void Of_SessionThatRanBefore_TakesWhatItsWorkerSaidWasLeft()
    {
        var pool = new PlayedPool().With("n1").Enqueue("z/1").Pass().Wait(30 * Minute).End("z/1").Enqueue("a/1").Pass();
        Hear(pool, remainingSeconds: 12 * 60);
        pool.GiveBack("a/1");
        pool.Schedule = pool.Schedule.Enqueue(pool.Request("a/2"), pool.View);

        Assert.Equal([("a/1", 0), ("a/2", 12)], Of(pool.Hear(pool["n1"])));
    }

    [Fact]
    public void Of_SlotThatIsGivenBack_IsFreeNow()
    {
        var pool = new PlayedPool().With("n1").Enqueue("a/1", TrainingPriority.Low).Pass().Wait(20 * Minute).Enqueue("b/1", TrainingPriority.Interactive).Pass();

        Assert.Equal([("b/1", 0)], Of(pool));
    }

    [Fact]
    public void Of_CordonedNode_HasNoSlotForThem()
    {
        var pool = new PlayedPool().With("n1").Enqueue("z/1").Pass().Wait(30 * Minute).End("z/1").Enqueue("a/1").Pass().Cordon("n1", NodeCordon.Cordoned).Enqueue("a/2");

        Assert.Equal([("a/2", null)], Of(pool));
    }

    [Fact]
    public void Of_LineOfManyYears_EndsWithoutTimes()
    {
        var pool = new PlayedPool().With("n1").Enqueue("z/1").Pass().Wait(TimeSpan.FromDays(100)).End("z/1").Pass();
        for (var number = 1; number <= 10; number++) pool.Enqueue($"a/{number}");

        Assert.Equal([0, 100, 200, 300, null], Of(pool.Hear(pool["n1"])).Take(5).Select(estimate => estimate.Minutes / 24 / 60));
        Assert.Null(Of(pool)[^1].Minutes);
    }

    /// <summary>The sessions and in how many minutes they start.</summary>
    private static List<(string Session, double? Minutes)> Of(PlayedPool pool) =>
        [.. StartEstimates.Of(pool.Schedule, pool.View).Select(estimate => (estimate.Session.Session, (estimate.StartsAt - pool.Now)?.TotalMinutes))];

    /// <summary>The node's only worker says how long it will take.</summary>
    private static void Hear(PlayedPool pool, double remainingSeconds)
    {
        var report = pool["n1"].Report;
        pool.View.Nodes.Hear(report with { Running = [report.Running[0] with { RemainingSeconds = remainingSeconds }] }, pool.Schedule.LeasesOn("n1"), pool.Now);
    }
}
