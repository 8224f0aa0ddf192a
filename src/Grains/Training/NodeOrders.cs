namespace MusicGen.Grains.Training;

/// <summary>The queue's answer to a heartbeat: what separates what the node runs from what it should run.</summary>
/// <param name="Start">Sessions to claim and start.</param>
/// <param name="Yield">Sessions whose workers must stop at a checkpoint.</param>
/// <param name="Kill">Workers that must be killed.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NodeOrders")]
public sealed record NodeOrders(
    [property: Id(0)] IReadOnlyList<StartOrder> Start,
    [property: Id(1)] IReadOnlyList<YieldOrder> Yield,
    [property: Id(2)] IReadOnlyList<KillOrder> Kill)
{
    /// <summary>The node runs what it should.</summary>
    public static NodeOrders None { get; } = new([], [], []);
}
