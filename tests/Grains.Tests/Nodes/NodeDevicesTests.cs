using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Nodes;

namespace MusicGen.Grains.Tests.Nodes;

public sealed class NodeDevicesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the worker of a machine with an H100 said.</summary>
    private const string Listed =
        """[{"id":"cuda:0","kind":"cuda","name":"NVIDIA H100 80GB HBM3","memoryBytes":85017493504,"slots":1},{"id":"cpu","kind":"cpu","name":"Intel(R) Xeon(R) Processor","memoryBytes":101361423360,"slots":1}]""";

    [Fact]
    public void Parse_WhatAWorkerLists_AreItsGpusWithTheNodesSlots() =>
        Assert.Equal([new DeviceReport("cuda:0", DeviceKind.Cuda, "NVIDIA H100 80GB HBM3", 85_017_493_504, 3)], NodeDevices.Parse(Listed, slots: 3)!);

    [Theory]
    [InlineData("")]
    [InlineData("usage: worker")]
    [InlineData("null")]
    [InlineData("""[{"id":"cuda:0","kind":"abacus"}]""")]
    public void Parse_AnythingElse_IsNull(string output) => Assert.Null(NodeDevices.Parse(output, slots: 1));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(3, 3)]
    public async Task FindAsync_WithoutGpus_IsTheProcessor(int? slots, int expected)
    {
        var devices = await NodeDevices.FindAsync(new TrainingNodeOptions { Slots = slots, SlotsPerGpu = 0 }, TimeProvider.System, Token);

        Assert.Equal(("cpu", DeviceKind.Cpu, expected), devices.Select(device => (device.Id, device.Kind, device.Slots)).Single());
    }

    [Fact]
    public async Task FindAsync_OnASiloThatDoesNotTrain_IsNothing() =>
        Assert.Empty(await NodeDevices.FindAsync(new TrainingNodeOptions { Slots = 0 }, TimeProvider.System, Token));
}
