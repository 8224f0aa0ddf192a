using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>On a pool of their own, so that no session of another test is given away.</summary>
public sealed class TrainingQueueGrainTests(TrainingQueueGrainTests.LeapingCluster cluster) : IClassFixture<TrainingQueueGrainTests.LeapingCluster>
{
    private readonly ITrainingQueueGrain _queue = cluster.Grains.GetGrain<ITrainingQueueGrain>($"pool-{cluster.NewKey().Id}");

    [Fact]
    public async Task Heartbeat_SessionsThatWait_AreGivenInTheirOrder()
    {
        foreach (var session in new[] { "s/a", "s/b", "s/c" }) await _queue.Enqueue(session);

        Assert.Equal(["s/a", "s/b"], await _queue.Heartbeat(Report("n1", slots: 2)));

        var queue = await _queue.Get();
        Assert.Equal([new QueueEntry("s/a", "n1", null), new QueueEntry("s/b", "n1", null)], queue.Running);
        Assert.Equal([new QueueEntry("s/c", null, 1)], queue.Waiting);
        Assert.Equal(2, queue.Slots);
    }

    [Fact]
    public async Task Heartbeat_LeaseNotHonoured_GivesTheSessionToTheNextNode()
    {
        await _queue.Enqueue("s/a");
        await _queue.Heartbeat(Report("n1", slots: 1));
        Assert.Empty(await _queue.Heartbeat(Report("n2", slots: 1)));

        Assert.Empty(await _queue.Heartbeat(Report("n1", slots: 0)));

        Assert.Equal(["s/a"], await _queue.Heartbeat(Report("n2", slots: 1)));
    }

    [Fact]
    public async Task Requeue_RunningSession_IsGivenBeforeAllOthers()
    {
        await _queue.Enqueue("s/a");
        await _queue.Heartbeat(Report("n1", slots: 1));
        await _queue.Enqueue("s/b");

        await _queue.Requeue("s/a");

        Assert.Equal(["s/a", "s/b"], (await _queue.Get()).Waiting.Select(entry => entry.Training));
    }

    [Fact]
    public async Task Remove_Session_IsNotGivenAnyMore()
    {
        await _queue.Enqueue("s/a");
        await _queue.Remove("s/a");
        await _queue.Remove("s/a");

        Assert.Empty(await _queue.Heartbeat(Report("n1", slots: 1)));
    }

    [Fact]
    public async Task Heartbeat_NodeSilentForMoreThanTenSeconds_LosesItsSessionsToAnother()
    {
        await _queue.Enqueue("s/a");
        await _queue.Heartbeat(Report("n1", slots: 1));
        cluster.Leap(TimeSpan.FromSeconds(9));
        Assert.Empty(await _queue.Heartbeat(Report("n2", slots: 1)));
        Assert.Equal(2, (await _queue.Get()).Slots);

        cluster.Leap(TimeSpan.FromSeconds(2));

        Assert.Equal(["s/a"], await _queue.Heartbeat(Report("n2", slots: 1)));
        var queue = await _queue.Get();
        Assert.Equal(new QueueEntry("s/a", "n2", null), Assert.Single(queue.Running));
        Assert.Equal(1, queue.Slots);
    }

    private static NodeReport Report(string node, int slots, params string[] running) =>
        new(node, "i1", slots, [.. running.Select(session => new RunningWorker(session, 1))]);

    /// <summary>A cluster whose clock can leap forward.</summary>
    public sealed class LeapingCluster : GrainCluster
    {
        private readonly LeapingClock _clock = new();

        protected override TimeProvider Clock => _clock;

        public void Leap(TimeSpan ahead) => _clock.Leap(ahead);

        private sealed class LeapingClock : TimeProvider
        {
            private long _ahead;

            public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);

            public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + GetElapsedTime(0, Interlocked.Read(ref _ahead));

            public void Leap(TimeSpan ahead) => Interlocked.Add(ref _ahead, (long)(ahead.TotalSeconds * TimestampFrequency));
        }
    }
}
