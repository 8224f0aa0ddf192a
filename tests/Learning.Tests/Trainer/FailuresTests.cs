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
}
