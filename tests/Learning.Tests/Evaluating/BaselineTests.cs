using MusicGen.Learning.Evaluating;
using MusicGen.Music.Datasets;
using MusicGen.Music.Prediction;

namespace MusicGen.Learning.Tests.Evaluating;

public sealed class BaselineTests
{
    private static readonly Dataset Data = SmallDatasets.Scales(300, 200, 100);

    [Fact]
    public void Measure_OnHeldOutPieces_IsTheBestOrdersLossWithAndWithoutTheirEnds()
    {
        var model = NgramModel.Train(Data.Vocabulary, Data.TokensOf(Split.Train), cancellationToken: TestContext.Current.CancellationToken);
        var piece = Data.TokensOf(Split.Validation).Single();

        var baseline = Baseline.Measure(Data, () => true)!;

        var best = model.BestLoss([piece], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((best.Order, 502), (baseline.Order, baseline.TrainTokens));
        Assert.Equal(best.NatsPerToken, baseline.HeldOut, 1e-12);
        Assert.Equal(model.NatsOf(piece.Span, best.Order)[..100].Average(), baseline.HeldOutPerNote!.Value, 1e-12);
    }

    [Fact]
    public void Measure_WithNothingHeldOut_IsNull() => Assert.Null(Baseline.Measure(SmallDatasets.Of([20], place => place % 12, _ => Split.Train), () => true));

    [Fact]
    public void Measure_WhenStopped_IsCanceled() => Assert.Throws<OperationCanceledException>(() => Baseline.Measure(Data, () => false));
}
