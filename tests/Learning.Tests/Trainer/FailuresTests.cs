using System.Runtime.InteropServices;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Trainer;
using TorchSharp;

namespace MusicGen.Learning.Tests.Trainer;

public sealed class FailuresTests
{
    [Fact]
    public void Of_TorchsAllocatorAtTheEndOfMemory_IsOutOfMemory()
    {
        var thrown = Assert.Throws<ExternalException>(() => torch.zeros(1L << 50));

        Assert.Equal(FailureCode.OutOfMemory, Failures.Of(thrown).Code);
    }

    /// <summary>In the words of libtorch's sources; none of these was seen happening.</summary>
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.10 GiB of which 1.12 GiB is free.")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    public void Of_CudasAllocatorsAtTheEndOfMemory_IsOutOfMemory(string message) =>
        Assert.Equal(FailureCode.OutOfMemory, Failures.Of(new TorchException(message)).Code);

    [Fact]
    public void Of_AnythingElseOfTorch_IsInternalInItsWords()
    {
        using var scope = torch.NewDisposeScope();
        var thrown = Assert.Throws<ExternalException>(() => torch.zeros(2).view(3));

        Assert.Equal(new TrainingFailure(FailureCode.Internal, thrown.Message), Failures.Of(thrown));
    }

    [Fact]
    public void Of_ATrainingsOwnFailure_IsWhatItSays() =>
        Assert.Equal(new TrainingFailure(FailureCode.LossDiverged, "Too fast."), Failures.Of(new TrainingFailedException(FailureCode.LossDiverged, "Too fast.")));

    private sealed class TorchException(string message) : ExternalException(message);
}
