using MusicGen.Contracts.Nodes;

namespace MusicGen.Cli.Tests.Nodes;

[Collection(typeof(ServiceTests))]
public sealed class NodesTests(RunningService service)
{
    [Fact]
    public async Task Cordon_AndUncordon_SayWhatTheNodeDoes()
    {
        Assert.Equal("Node embedded: cordoned.", (await service.RunAsync("cordon", "embedded")).Done().Lines[^1]);
        Assert.Equal(NodeCordon.Cordoned, Assert.Single((await service.RunAsync("nodes", "--json")).Done().Json<NodeSummary[]>()).Cordon);

        Assert.Equal("Node embedded: draining.", (await service.RunAsync("drain", "embedded")).Done().Lines[^1]);
        Assert.Equal("Node embedded: takes trainings.", (await service.RunAsync("uncordon", "embedded")).Done().Lines[^1]);
    }

    [Fact]
    public async Task Cordon_NodeThatIsUnknown_IsTheServicesSentence() =>
        (await service.RunAsync("cordon", "Nowhere at all")).IsRefused(2, "There is no training node 'Nowhere at all': GET /v1/nodes (musicgen nodes) lists them.");
}
