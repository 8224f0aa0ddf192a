using MusicGen.Contracts.Training;
using MusicGen.Grains.Tests.Corpora;

namespace MusicGen.Grains.Tests.Training;

/// <summary>The store fails while a training session is removed.</summary>
public sealed class InterruptedDeletionTests(SmallCluster cluster) : IClassFixture<SmallCluster>
{
    [Theory]
    [InlineData("checkpoints/")]
    [InlineData("state/training/")]
    [InlineData("unfinished/training-deletion/")]
    public async Task Delete_StoreFailsOnTheWay_GoesOnAndLeavesNothing(string folder)
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 1);
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Completed));
        var failures = 0;
        cluster.HeldStore.BeforeDelete = key => key.StartsWith($"{folder}{training.Key}", StringComparison.Ordinal) && Interlocked.Increment(ref failures) == 1
            ? Task.FromException(new IOException("The store is away."))
            : Task.CompletedTask;

        Assert.Null(await training.Grain.Delete());

        await Leftovers.AwaitNoneAsync(cluster, training.Key, "checkpoints", "state/training", "unfinished/training", "unfinished/training-deletion");
        Assert.InRange(failures, 2, int.MaxValue);
    }
}
