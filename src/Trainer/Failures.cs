using System.Runtime.InteropServices;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Training;

namespace MusicGen.Trainer;

/// <summary>What people are told when a training cannot go on.</summary>
internal static class Failures
{
    // Torch has one exception for all its errors; these are the words of its CPU and CUDA allocators, and of the libraries that allocate beside them.
    private static readonly string[] AllocatorWords = ["not enough memory", "can't allocate memory", "out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"];

    public static TrainingFailure Of(Exception e) => e switch
    {
        TrainingFailedException failed => new TrainingFailure(failed.Code, failed.Message),
        CheckpointFormatException damaged => new TrainingFailure(FailureCode.CheckpointInvalid, damaged.Message),
        _ when IsOutOfMemory(e) => new TrainingFailure(FailureCode.OutOfMemory, "The memory does not hold this model and batch. A smaller preset, batch or sequence needs less."),
        _ => new TrainingFailure(FailureCode.Internal, e.Message),
    };

    private static bool IsOutOfMemory(Exception e) =>
        e is OutOfMemoryException || (e is ExternalException && AllocatorWords.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
