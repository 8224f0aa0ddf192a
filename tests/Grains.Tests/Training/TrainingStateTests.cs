using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

public sealed class TrainingStateTests
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_FirstEvent_HasNumberOneAndThePhase()
    {
        var state = new TrainingState { Phase = TrainingPhase.Queued }.With(Noon, TrainingEventKind.Phase, "a sentence");

        Assert.Equal(new TrainingEvent(1, Noon, TrainingEventKind.Phase, TrainingPhase.Queued, "a sentence"), Assert.Single(state.Events));
        Assert.Equal(1, state.LastSequence);
    }

    [Fact]
    public void With_MoreThanAThousandEvents_KeepsTheLastThousandWithoutAGap()
    {
        var state = new TrainingState();
        for (var i = 0; i < 1500; i++) state = state.With(Noon, TrainingEventKind.Phase);

        Assert.Equal(Enumerable.Range(501, 1000).Select(sequence => (long)sequence), state.Events.Select(happened => happened.Sequence));
        Assert.Equal(1500, state.LastSequence);
    }

    [Fact]
    public void LastSequence_WithoutEvents_IsZero() => Assert.Equal(0, new TrainingState().LastSequence);

    [Theory]
    [InlineData(TrainingPhase.Preparing, false, false, false)]
    [InlineData(TrainingPhase.Queued, false, false, false)]
    [InlineData(TrainingPhase.Starting, false, false, true)]
    [InlineData(TrainingPhase.Running, false, false, true)]
    [InlineData(TrainingPhase.Recovering, false, false, false)]
    [InlineData(TrainingPhase.Pausing, false, false, true)]
    [InlineData(TrainingPhase.Paused, false, true, false)]
    [InlineData(TrainingPhase.Canceling, false, false, true)]
    [InlineData(TrainingPhase.Canceled, true, true, false)]
    [InlineData(TrainingPhase.Succeeded, true, true, false)]
    [InlineData(TrainingPhase.Failed, true, true, false)]
    public void Phase_OfAnyKind_SaysWhetherItEndsRestsOrHasAWorker(TrainingPhase phase, bool terminal, bool rests, bool worker)
    {
        var state = new TrainingState { Phase = phase };

        Assert.Equal((terminal, rests, worker), (state.IsTerminal, state.Rests, state.HasWorker));
    }

    [Theory]
    [InlineData(TrainingPhase.Preparing, false, false)]
    [InlineData(TrainingPhase.Queued, true, true)]
    [InlineData(TrainingPhase.Starting, true, true)]
    [InlineData(TrainingPhase.Running, true, true)]
    [InlineData(TrainingPhase.Recovering, true, true)]
    [InlineData(TrainingPhase.Pausing, false, true)]
    [InlineData(TrainingPhase.Paused, false, false)]
    [InlineData(TrainingPhase.Canceling, false, false)]
    [InlineData(TrainingPhase.Canceled, false, false)]
    [InlineData(TrainingPhase.Succeeded, false, false)]
    [InlineData(TrainingPhase.Failed, false, false)]
    public void GoesOn_OfAnyPhase_HoldsForAPauseOnlyIfItYields(TrainingPhase phase, bool expected, bool expectedIfYielding)
    {
        Assert.Equal(expected, new TrainingState { Phase = phase }.GoesOn);
        Assert.Equal(expectedIfYielding, new TrainingState { Phase = phase, Yielding = YieldReason.Preempted }.GoesOn);
    }
}
