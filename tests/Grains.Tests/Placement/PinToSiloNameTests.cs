using MusicGen.Grains.Nodes;

namespace MusicGen.Grains.Tests.Placement;

public sealed class PinToSiloNameTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TrainingNode_OfAnySilo_LivesOnTheSiloOfItsName()
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        Assert.Equal(2, cluster.Cluster.Silos.Count);

        foreach (var silo in cluster.Cluster.Silos)
        {
            var node = cluster.Grains.GetGrain<ITrainingNodeGrain>(silo.Name);
            await node.StopWorker("someone/nothing", 1);

            Assert.Equal(silo.SiloAddress, await management.GetActivationAddress(node, Token));
        }
    }

    [Fact]
    public async Task TrainingNode_OfASiloThatIsNotThere_RefusesCallsInsteadOfMoving() =>
        await Assert.ThrowsAnyAsync<OrleansException>(() => cluster.Grains.GetGrain<ITrainingNodeGrain>("gone").StopWorker("someone/nothing", 1));
}
