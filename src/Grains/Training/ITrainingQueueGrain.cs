using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>Who trains next, and where. Key: the pool's name.</summary>
/// <remarks>It calls nobody: sessions enter and leave, nodes come by with their heartbeats and take orders with them. So no call can wait in a circle.</remarks>
[Alias("musicgen.ITrainingQueueGrain")]
public interface ITrainingQueueGrain : IGrainWithStringKey
{
    /// <summary>Lets a session wait for a device; one that waits or runs is left where it is.</summary>
    [Alias("Enqueue")]
    Task Enqueue(QueueRequest request);

    /// <summary>Takes back a session's slot, if it has it, and lets it wait before its owner's others. Repeating is safe.</summary>
    /// <param name="request">The session.</param>
    /// <param name="slot">Number of the slot that it had last: one that it was given since it keeps.</param>
    [Alias("Requeue")]
    Task Requeue(QueueRequest request, long slot);

    /// <summary>The session neither waits nor runs any more.</summary>
    [Alias("Remove")]
    Task Remove(string session);

    /// <summary>A node tells what it runs and gets what it must change.</summary>
    [Alias("Heartbeat")]
    Task<NodeOrders> Heartbeat(NodeReport report);

    /// <summary>What runs and waits of an owner, at its positions among all; null: of every owner. Sessions by their keys.</summary>
    [Alias("Get")]
    Task<QueueSummary> Get(string? owner = null);

    /// <summary>The nodes that were heard lately and those that are cordoned, by name.</summary>
    [Alias("Nodes")]
    Task<IReadOnlyList<NodeSummary>> Nodes();

    /// <summary>Keeps sessions away from a node of the pool, or no longer. A problem means that there is no such node.</summary>
    [Alias("Cordon")]
    Task<Answer<NodeSummary>> Cordon(string node, NodeCordon cordon);
}
