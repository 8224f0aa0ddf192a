namespace MusicGen.Contracts.Training;

/// <summary>A checkpoint in the store.</summary>
/// <param name="Name">Step and lease epoch, such as <c>00000120-001</c>: its folder's name.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="HeldOut">Its held-out loss, nats a token; null within a pass and where nothing is held out.</param>
/// <param name="SizeBytes">Of weights and training state together.</param>
/// <param name="WrittenAt">When it was acknowledged.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CheckpointSummary")]
public sealed record CheckpointSummary(
    [property: Id(0)] string Name,
    [property: Id(1)] long Step,
    [property: Id(2)] int Epoch,
    [property: Id(3)] double? HeldOut,
    [property: Id(4)] long SizeBytes,
    [property: Id(5)] DateTimeOffset WrittenAt);
