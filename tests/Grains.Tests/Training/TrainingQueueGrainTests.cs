using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Tests.Telemetry;
using MusicGen.Grains.Tests.Training.Scheduling;
using MusicGen.Grains.Training;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Training;

/// <summary>On a pool of their own, so that no session of another test is given away.</summary>
public sealed class TrainingQueueGrainTests : IClassFixture<LeapingCluster>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LeapingCluster _cluster;
    private readonly string _pool;
    private readonly PlayedNode _first = new("n1", PlayedNode.Cpu(2));
    private readonly PlayedNode _second = new("n2", PlayedNode.Gpu(0));

    public TrainingQueueGrainTests(LeapingCluster cluster) => (_cluster, _pool) = (cluster, $"pool-{cluster.NewKey().Id}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ITrainingQueueGrain Queue => _cluster.Grains.GetGrain<ITrainingQueueGrain>(_pool);

    [Fact]
    public async Task Heartbeat_SessionsThatWait_AreGivenToDevicesAndShown()
    {
        foreach (var session in new[] { "s/a", "s/b", "s/c" }) await EnqueueAsync(session);

        await BeatAsync(_first);

        Assert.Equal(["s/a", "s/b"], _first.Running.Keys.Order());
        var queue = await Queue.Get();
        var now = queue.Running[0].SubmittedAt;
        Assert.Equal([Entry("s/a", now) with { Node = "n1", Device = "cpu" }, Entry("s/b", now) with { Node = "n1", Device = "cpu" }], queue.Running);
        Assert.Equal([Entry("s/c", now) with { Position = 1 }], queue.Waiting);
        Assert.Equal((_pool, 2, 1), (queue.Pool, queue.Slots, queue.AllWaiting));
    }

    [Fact]
    public async Task Get_PoolThatHasSeenARun_EstimatesWhenTheNextStarts()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_second);
        _cluster.Leap(TimeSpan.FromMinutes(30));
        await EndAsync("s/a");
        await EnqueueAsync("s/b");
        await BeatAsync(_second);
        await EnqueueAsync("s/c");

        var queue = await Queue.Get();

        Assert.Equal(queue.Waiting[0].SubmittedAt.AddMinutes(30), queue.Waiting[0].EstimatedStart);
    }

    [Fact]
    public async Task Heartbeat_SeveralPriorities_ServesTheHighestFirst()
    {
        await EnqueueAsync("s/a", TrainingPriority.Low);
        await EnqueueAsync("s/b", TrainingPriority.High);
        await EnqueueAsync("s/c", TrainingPriority.Interactive);

        await BeatAsync(_first);

        Assert.Equal(["s/b", "s/c"], _first.Running.Keys.Order());
        Assert.Equal(TrainingPriority.Low, (await Queue.Get()).Waiting[0].Priority);
    }

    [Fact]
    public async Task Heartbeat_AnswerThatWasLost_IsGivenAgain()
    {
        await EnqueueAsync("s/a");
        await Queue.Heartbeat(_first.Report);

        var orders = await Queue.Heartbeat(_first.Report);

        Assert.Equal(("s/a", "cpu"), Place(Assert.Single(orders.Start)));
    }

    [Fact]
    public async Task Heartbeat_WorkerWithoutALease_IsToBeKilledAndIsGivenNothing()
    {
        _second.Follow(new([new("s/old", "cuda:0", 1)], [], []));
        await EnqueueAsync("s/a");

        var orders = await Queue.Heartbeat(_second.Report);

        Assert.Equal([new KillOrder("s/old", 1)], orders.Kill);
        Assert.Empty(orders.Start);
        _second.Follow(orders);
        Assert.Equal(("s/a", "cuda:0"), Place(Assert.Single((await Queue.Heartbeat(_second.Report)).Start)));
    }

    [Fact]
    public async Task Heartbeat_HigherPriorityWaits_AsksTheOtherForItsDevice()
    {
        await EnqueueAsync("s/a", TrainingPriority.Low);
        await BeatAsync(_second);
        await EnqueueAsync("s/b", TrainingPriority.Interactive);
        _cluster.Leap(TimeSpan.FromMinutes(1));

        Assert.Equal([new YieldOrder("s/a", YieldReason.Preempted)], (await Queue.Heartbeat(_second.Report)).Yield);

        var slot = _second.Running["s/a"].Slot;
        _second.End("s/a");
        await Queue.Requeue(Request("s/a"), slot);
        await BeatAsync(_second);
        Assert.Equal(["s/b"], _second.Running.Keys);
    }

    [Fact]
    public async Task Requeue_RunningSession_IsGivenBeforeItsOwnersOthers()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_second);
        await EnqueueAsync("s/b");

        await Queue.Requeue(Request("s/a"), _second.Running["s/a"].Slot);

        Assert.Equal(["s/a", "s/b"], (await Queue.Get()).Waiting.Select(entry => entry.Training));
    }

    [Fact]
    public async Task Remove_Session_IsNotGivenAnyMore()
    {
        await EnqueueAsync("s/a");
        await Queue.Remove("s/a");
        await Queue.Remove("s/a");

        Assert.Empty((await Queue.Heartbeat(_first.Report)).Start);
    }

    [Fact]
    public async Task Heartbeat_NodeSilentForMoreThanTenSeconds_LosesItsSessionsToAnother()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_first);
        for (var second = 0; second < 10; second++) await BeatAsync(_second, after: Second);
        Assert.Empty(_second.Running);
        Assert.Equal(3, (await Queue.Get()).Slots);

        await BeatAsync(_second, after: Second);

        Assert.Equal(["s/a"], _second.Running.Keys);
        Assert.Equal(1, (await Queue.Get()).Slots);
        Assert.Equal([new KillOrder("s/a", _first.Running["s/a"].Slot)], (await Queue.Heartbeat(_first.Report)).Kill);
    }

    [Fact]
    public async Task Heartbeat_AfterANewActivation_KeepsTheLeasesAndWhatWaits()
    {
        foreach (var session in new[] { "s/a", "s/b", "s/c" }) await EnqueueAsync(session);
        await BeatAsync(_first);
        var before = await Queue.Get();
        await Queue.Cordon("n1", NodeCordon.Cordoned);

        await Queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var orders = await Queue.Heartbeat(_first.Report);

        Assert.Equal(NodeOrders.None, orders);
        var after = await Queue.Get();
        Assert.Equal(before.Running, after.Running);
        Assert.Equal(before.Waiting, after.Waiting);
        Assert.Equal(NodeCordon.Cordoned, Assert.Single(await Queue.Nodes()).Cordon);
    }

    [Fact]
    public async Task Heartbeat_AfterANewActivation_GivesTheNodesTheirTimeToBeHeard()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_first);
        await Queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);

        for (var second = 0; second < 10; second++) await BeatAsync(_second, after: Second);
        Assert.Empty(_second.Running);
        await BeatAsync(_second, after: 2 * Second);

        Assert.Equal(["s/a"], _second.Running.Keys);
    }

    [Fact]
    public async Task Remove_LastSessionOfAPoolThatNoNodeCameTo_LeavesNothing()
    {
        foreach (var session in new[] { "s/a", "s/b" }) await EnqueueAsync(session);
        await Queue.Remove("s/a");
        Assert.NotNull(await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));

        for (var i = 0; i < 2; i++) await Queue.Remove("s/b");

        Assert.Null(await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));
        await EnqueueAsync("s/c");
        await BeatAsync(_first);
        Assert.Equal(["s/c"], _first.Running.Keys);
    }

    [Fact]
    public async Task Requeue_AndRemove_AreToldToTheMeterAtOnce()
    {
        foreach (var session in new[] { "s/a", "s/b" }) await EnqueueAsync(session);
        await BeatAsync(_second);
        Assert.Equal((1, 1), (Measured("waiting"), Measured("running")));

        await Queue.Requeue(Request("s/a"), _second.Running["s/a"].Slot);
        Assert.Equal((2, 0), (Measured("waiting"), Measured("running")));

        foreach (var session in new[] { "s/a", "s/b" }) await Queue.Remove(session);
        Assert.Equal((0, 0), (Measured("waiting"), Measured("running")));
    }

    [Fact]
    public async Task Remove_PoolWhoseNodeWasNotHeardYet_ComesBackWithItsHeartbeat()
    {
        await BeatAsync(_first);
        await Queue.Cordon("n1", NodeCordon.Cordoned);
        await EnqueueAsync("s/a");
        await Queue.Cordon("n1", NodeCordon.None);
        await Queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token); // no node is heard

        await Queue.Remove("s/a");
        Assert.Null(await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));
        await BeatAsync(_first);

        Assert.NotNull(await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));
    }

    [Fact]
    public async Task Remove_LastSessionOfAPoolThatHadARun_KeepsWhatItsOwnerHad()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_first);
        await Queue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token); // no node is heard

        await Queue.Remove("s/a");

        Assert.NotNull(await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));
    }

    [Fact]
    public async Task Heartbeat_NothingNew_WritesNothing()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_first);
        await BeatAsync(_first);
        var written = await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token);

        for (var second = 0; second < 5; second++) await BeatAsync(_first, after: Second);

        Assert.NotNull(written);
        Assert.Equal(written, await _cluster.Store.FindAsync($"state/training-pool/{_pool}", Token));
    }

    [Fact]
    public async Task Nodes_HeardAndCordoned_AreListedByName()
    {
        await EnqueueAsync("s/a");
        for (var beat = 0; beat < 2; beat++) await BeatAsync(_first);
        await BeatAsync(_second);
        _cluster.Leap(3 * Second);

        var nodes = await Queue.Nodes();

        Assert.Equal(["n1", "n2"], nodes.Select(node => node.Name));
        Assert.Equal(new NodeSummary("n1", _pool, nodes[0].Devices, 1, NodeCordon.None, 3, TakesNew: true), nodes[0]);
        Assert.Equal([PlayedNode.Cpu(2)], nodes[0].Devices);
    }

    [Fact]
    public async Task Cordon_KnownNode_GetsNothingUntilItIsCleared()
    {
        await BeatAsync(_first);
        Assert.Equal(NodeCordon.Cordoned, (await Queue.Cordon("n1", NodeCordon.Cordoned)).Value?.Cordon);
        await EnqueueAsync("s/a");
        await BeatAsync(_first, after: Second);
        Assert.Empty(_first.Running);

        await Queue.Cordon("n1", NodeCordon.None);
        await BeatAsync(_first);

        Assert.Equal(["s/a"], _first.Running.Keys);
    }

    [Fact]
    public async Task Cordon_Draining_AsksWhatRunsToYield()
    {
        await EnqueueAsync("s/a");
        await BeatAsync(_first);

        await Queue.Cordon("n1", NodeCordon.Draining);

        Assert.Equal([new YieldOrder("s/a", YieldReason.Drained)], (await Queue.Heartbeat(_first.Report)).Yield);
    }

    [Fact]
    public async Task Cordon_NodeNeverHeard_IsNotFound() =>
        Assert.Equal(
            new Problem(ProblemKind.NotFound, "node-not-found", $"No training node of that name was heard in the pool '{_pool}'."),
            (await Queue.Cordon("nowhere", NodeCordon.Cordoned)).Problem);

    private double Measured(string what)
    {
        using var measurements = new Measurements($"musicgen.queue.{what}");
        measurements.Observe();
        return Assert.Single(measurements.All, one => one.Tags == $"musicgen.pool={_pool}").Value;
    }

    private static (string Session, string Device) Place(StartOrder order) => (order.Session, order.Device);

    private Task EnqueueAsync(string session, TrainingPriority priority = TrainingPriority.Normal) => Queue.Enqueue(Request(session, priority));

    private async Task EndAsync(string session)
    {
        foreach (var node in new[] { _first, _second }) node.End(session);
        await Queue.Remove(session);
    }

    private async Task BeatAsync(PlayedNode node, TimeSpan after = default)
    {
        _cluster.Leap(after);
        node.Follow(await Queue.Heartbeat(node.Report));
    }

    private QueueRequest Request(string session, TrainingPriority priority = TrainingPriority.Normal) => new(session, OwnedKey.Parse(session).Owner, priority, _cluster.Now);

    private QueueEntry Entry(string session, DateTimeOffset submittedAt) => new(session, null, null, _pool, TrainingPriority.Normal, submittedAt, null, null);
}
