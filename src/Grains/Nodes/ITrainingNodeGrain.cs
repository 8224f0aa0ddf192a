namespace MusicGen.Grains.Nodes;

/// <summary>The remote door to a training node's workers. Key: the silo's name; it lives on that silo.</summary>
[Alias("musicgen.ITrainingNodeGrain")]
public interface ITrainingNodeGrain : IGrainWithStringKey
{
    /// <summary>Answers where the node lives.</summary>
    [Alias("Ping"), ResponseTimeout("00:00:05")]
    Task Ping();

    /// <summary>Whether a worker of that lease runs here or is about to.</summary>
    [Alias("HasWorker"), ResponseTimeout("00:00:05")]
    Task<bool> HasWorker(string session, int leaseEpoch);

    /// <summary>Asks a worker to stop at a checkpoint.</summary>
    /// <returns>False when that worker does not run here.</returns>
    [Alias("StopWorker"), ResponseTimeout("00:00:05")]
    Task<bool> StopWorker(string session, int leaseEpoch);
}
