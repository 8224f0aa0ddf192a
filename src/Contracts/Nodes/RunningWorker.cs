namespace MusicGen.Contracts.Nodes;

/// <summary>A worker that a node runs.</summary>
/// <param name="Session">Key of the training session.</param>
/// <param name="LeaseEpoch">The lease it runs under.</param>
[GenerateSerializer, Immutable, Alias("musicgen.RunningWorker")]
public sealed record RunningWorker(
    [property: Id(0)] string Session,
    [property: Id(1)] int LeaseEpoch);
