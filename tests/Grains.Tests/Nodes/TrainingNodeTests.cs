using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Nodes;

/// <summary>Training nodes do what the queue decides.</summary>
public sealed class TrainingNodeTests(TrainingCluster cluster) : IClassFixture<TrainingCluster>, IAsyncLifetime
{
    private readonly PlayedTraining _training = new(cluster, cluster.NewKey());

    private ITrainingQueueGrain Queue => cluster.Grains.GetGrain<ITrainingQueueGrain>(TrainingCluster.Pool);

    public async ValueTask InitializeAsync()
    {
        var recipe = await PlayedTraining.RecipeAsync(cluster, MidiFiles.Melody(60, 62, 64));
        await _training.Grain.Create(null, "jazz", recipe, Presets.All[0], TrainingPriority.Normal, TrainingCluster.Pool);
        await AwaitRunningAsync(leaseEpoch: 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _training.Grain.Cancel();
        await _training.EventsAsync();
    }

    [Fact]
    public async Task Heartbeats_OfTwoNodes_ShowTheirDevicesAndWhatTheyRun()
    {
        await Eventually.IsAsync(async () => (await Queue.Nodes()).Count == 2);

        var running = Assert.Single((await Queue.Get()).Running, entry => entry.Training == $"{_training.Key}");
        var summary = await _training.GetAsync();
        Assert.Equal((summary.Node, summary.Device, "cpu"), (running.Node, running.Device, running.Device));
        Assert.All(await Queue.Nodes(), node =>
        {
            Assert.Equal(TrainingCluster.Pool, node.Pool);
            var device = Assert.Single(node.Devices);
            Assert.Equal(("cpu", DeviceKind.Cpu, 1, true), (device.Id, device.Kind, device.Slots, device.MemoryBytes > 0));
        });
        Assert.Equal(cluster.Cluster.Silos.Select(silo => silo.Name).Order(), (await Queue.Nodes()).Select(node => node.Name));
    }

    [Fact]
    public async Task Kill_WorkerOfWhichTheQueueKnowsNothing_EndsItAndTheSessionStartsAnew()
    {
        await Queue.Remove($"{_training.Key}");

        await AwaitRunningAsync(leaseEpoch: 2);
        await _training.Grain.Cancel();
        Assert.DoesNotContain(await _training.EventsAsync(), happened => happened.Message?.Contains("died", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Yield_OfADrainedNode_MovesTheSessionToTheOther()
    {
        var node = (await _training.GetAsync()).Node!;

        await Queue.Cordon(node, NodeCordon.Draining);
        await AwaitRunningAsync(leaseEpoch: 2);
        await Queue.Cordon(node, NodeCordon.None);

        var summary = await _training.GetAsync();
        Assert.NotEqual(node, summary.Node);
        Assert.Equal(1, summary.Preemptions);
    }

    [Fact]
    public async Task Stop_OfASilo_TakesLeaveOfTheQueue()
    {
        await using var other = new TrainingCluster();
        await other.InitializeAsync();
        var queue = other.Grains.GetGrain<ITrainingQueueGrain>(TrainingCluster.Pool);
        await Eventually.IsAsync(async () => (await queue.Nodes()).Count == 2);
        var stopped = other.Cluster.Silos[1];

        await other.Cluster.StopSiloAsync(stopped, TestContext.Current.CancellationToken);

        // Where the queue was on that silo, its next activation has never heard of it.
        Assert.All((await queue.Nodes()).Where(node => node.Name == stopped.Name), node => Assert.False(node.TakesNew));
    }

    private Task AwaitRunningAsync(int leaseEpoch) => Eventually.IsAsync(async () =>
        await _training.GetAsync() is { Phase: TrainingPhase.Running } running && running.LeaseEpoch == leaseEpoch);
}
