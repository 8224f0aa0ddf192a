using MusicGen.Contracts.Training;

namespace MusicGen.Learning.Training;

/// <summary>Training cannot go on, for a reason that the person who trains can understand.</summary>
/// <param name="code">For programs.</param>
/// <param name="reason">A sentence for people.</param>
public sealed class TrainingFailedException(FailureCode code, string reason) : Exception(reason)
{
    public FailureCode Code { get; } = code;
}
