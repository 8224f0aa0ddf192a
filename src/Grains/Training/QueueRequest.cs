using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>A session asks for a device.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Owner">Whose usage it counts to.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="SubmittedAt">When its owner created it: its place among its owner's others.</param>
[GenerateSerializer, Immutable, Alias("musicgen.QueueRequest")]
public sealed record QueueRequest(
    [property: Id(0)] string Session,
    [property: Id(1)] string Owner,
    [property: Id(2)] TrainingPriority Priority,
    [property: Id(3)] DateTimeOffset SubmittedAt);
