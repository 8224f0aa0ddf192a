using MusicGen.Grains.Placement;

namespace MusicGen.Grains.Nodes;

[GrainType("training-node"), PinToSiloName]
internal sealed class TrainingNodeGrain(TrainingNode node) : Grain, ITrainingNodeGrain
{
    public Task<bool> StopWorker(string session, int leaseEpoch) => node.StopWorkerAsync(session, leaseEpoch);
}
