using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Training;

namespace MusicGen.Silo.Tests.Nodes;

public sealed class NodesEndpointsTests(RunningSilo silo)
{
    private static readonly DeviceReport Device = new("cuda:0", DeviceKind.Cuda, "A GPU", 80L << 30, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_NodesOfSeveralPools_HasThemAll()
    {
        await BeatAsync("first", "pool-1");
        await BeatAsync("second.with_a:name", "pool-2");

        var nodes = await silo.Client.Nodes.ListAsync(Token);

        var first = Assert.Single(nodes, node => node.Name == "first");
        Assert.Equal(("pool-1", 0, NodeCordon.None), (first.Pool, first.Running, first.Cordon));
        Assert.Equal([Device], first.Devices);
        Assert.InRange(first.LastHeardSeconds!.Value, 0, 600);
        Assert.Equal("pool-2", Assert.Single(nodes, node => node.Name == "second.with_a:name").Pool);
    }

    [Fact]
    public async Task Change_NodeOfAnyPool_IsCordonedDrainedAndFreed()
    {
        const string Node = "Third node: 100 %";
        await BeatAsync(Node, "pool-3");

        Assert.Equal(NodeCordon.Cordoned, (await silo.Client.Nodes.CordonAsync(Node, Token)).Cordon);
        Assert.Equal(NodeCordon.Draining, (await silo.Client.Nodes.DrainAsync(Node, Token)).Cordon);
        Assert.Equal(NodeCordon.Draining, Assert.Single(await silo.Client.Nodes.ListAsync(Token), node => node.Name == Node).Cordon);
        Assert.Equal(NodeCordon.None, (await silo.Client.Nodes.UncordonAsync(Node, Token)).Cordon);
    }

    [Fact]
    public async Task Change_NodeThatCameToAnotherPool_IsMeantWhereItWasHeardLast()
    {
        await BeatAsync("mover", "pool-4");
        await BeatAsync("mover", "pool-0"); // listed first: the order of names decides nothing
        Assert.Equal("pool-0", (await silo.Client.Nodes.CordonAsync("mover", Token)).Pool);

        await BeatAsync("mover", "pool-4");

        Assert.Equal("pool-4", (await silo.Client.Nodes.CordonAsync("mover", Token)).Pool);
        await silo.Client.Nodes.UncordonAsync("mover", Token);
        Assert.All((await silo.Client.Nodes.ListAsync(Token)).Where(node => node.Name == "mover"), node => Assert.Equal(NodeCordon.None, node.Cordon));
    }

    [Theory]
    [InlineData("cordon")]
    [InlineData("drain")]
    [InlineData("uncordon")]
    public async Task Change_NodeThatIsUnknown_IsNotFound(string verb)
    {
        using var response = await silo.Http.PostAsync($"v1/nodes/nowhere:{verb}", null, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "node-not-found");
    }

    private Task<NodeOrders> BeatAsync(string node, string pool) => silo.App.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<ITrainingQueueGrain>(pool).Heartbeat(new NodeReport(node, "1", [], pool, [Device], TakesNew: true));
}
