namespace MusicGen.Grains.Nodes;

/// <summary>The remote door to a training node's workers. Key: the silo's name; it lives on that silo.</summary>
[Alias("musicgen.ITrainingNodeGrain")]
public interface ITrainingNodeGrain : IGrainWithStringKey
{
    /// <summary>Asks a worker to stop at a checkpoint.</summary>
    /// <returns>False when that worker does not run here.</returns>
    [Alias("StopWorker")]
    Task<bool> StopWorker(string session, int leaseEpoch);
}
