using MusicGen.Grains.Ownership;
using MusicGen.Grains.Placement;

namespace MusicGen.Grains.Nodes;

[GrainType("training-node"), PinToSiloName, Ownerless]
internal sealed class TrainingNodeGrain(TrainingNode node) : Grain, ITrainingNodeGrain
{
    public Task Ping() => Task.CompletedTask;

    public Task<bool> HasWorker(string session, int leaseEpoch) => Task.FromResult(node.HasWorker(session, leaseEpoch));

    public Task<bool> StopWorker(string session, int leaseEpoch) => node.StopWorkerAsync(session, leaseEpoch);
}
