using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>Who trains next, and where. Key: the pool's name.</summary>
/// <remarks>It calls nobody: sessions enter and leave, nodes come by with their heartbeats and take work with them. So no call can wait in a circle.</remarks>
[Alias("musicgen.ITrainingQueueGrain")]
public interface ITrainingQueueGrain : IGrainWithStringKey
{
    /// <summary>The key of the one pool there is.</summary>
    const string DefaultPool = "default";

    /// <summary>Lets a session wait for a device; one that waits or runs is left where it is.</summary>
    [Alias("Enqueue")]
    Task Enqueue(string session);

    /// <summary>Takes back a session's device, if it has one, and lets it wait at the front.</summary>
    [Alias("Requeue")]
    Task Requeue(string session);

    /// <summary>The session neither waits nor runs any more.</summary>
    [Alias("Remove")]
    Task Remove(string session);

    /// <summary>A node tells what it runs and gets the sessions that it must claim and start.</summary>
    [Alias("Heartbeat")]
    Task<IReadOnlyList<string>> Heartbeat(NodeReport report);

    /// <summary>All that runs and waits, of every owner; sessions by their keys.</summary>
    [Alias("Get")]
    Task<QueueSummary> Get();
}
