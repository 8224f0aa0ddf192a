using MusicGen.Learning.Lanes;
using MusicGen.Music.Datasets;

namespace MusicGen.Learning.Tests.Lanes;

public sealed class PieceLanesTests
{
    [Theory]
    [InlineData(3, 7, new[] { 50, 41, 9 })]
    [InlineData(4, 5, new[] { 19 })]
    [InlineData(4, 5, new[] { 20 })]
    [InlineData(16, 64, new[] { 3, 1, 2 })]
    [InlineData(16, 64, new[] { 1 })]
    [InlineData(1, 2, new[] { 17, 4 })]
    [InlineData(8, 3, new[] { 100, 1, 1, 1, 31 })]
    public void Windows_ReadLaneByLane_HoldEveryTokenOnceAsTargetOfTheOneBefore(int batchSize, int windowLength, int[] lengths)
    {
        var dataset = SmallDatasets.Of(lengths, place => place % 12, _ => Split.Validation);
        var begin = dataset.Vocabulary.Begin;

        var lanes = PieceLanes.ForEvaluation(dataset, batchSize, windowLength)!;

        var windows = Enumerable.Range(0, lanes.Windows).Select(index => lanes[index]).ToList();
        var pairs = new List<(long, long)>();
        for (var lane = 0; lane < lanes.Lanes; lane++)
        {
            foreach (var window in windows)
                pairs.AddRange(window.Tokens.Zip(window.Targets).Skip(lane * window.Length).Take(window.Length).Where(pair => pair.Second != Window.NoTarget));
        }
        long[] stream = [.. dataset.Pieces.SelectMany(piece => new[] { begin }.Concat(dataset.TokensOf(piece).ToArray())).Select(token => (long)token), begin];
        Assert.Equal(stream.Zip(stream.Skip(1)), pairs);
        Assert.Equal(lengths.Sum() + lengths.Length, lanes.Predictions);
        Assert.Equal(lanes.Predictions, windows.Sum(window => window.Predictions));
        Assert.InRange(windows.Max(window => window.Predictions), lanes.PredictionsOfFullWindow - lanes.Lanes + 1, lanes.PredictionsOfFullWindow);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(64, 1)]
    [InlineData(128, 2)]
    [InlineData(1024, 16)]
    [InlineData(9999, 16)]
    public void Lanes_WhereThereAreFewTokens_AreAsManyAsFillAWindow(int tokens, int lanes)
    {
        var dataset = SmallDatasets.Of([tokens - 1], place => place % 12, _ => Split.Train);

        Assert.Equal(lanes, PieceLanes.ForTraining(dataset, 1, 0, batchSize: 16, windowLength: 64)!.Lanes);
    }

    [Fact]
    public void ForTraining_InAnotherEpoch_HasTheSamePiecesInAnotherOrder()
    {
        var dataset = SmallDatasets.Of([5, 6, 7, 8, 9, 10], place => place, _ => Split.Train);
        long[] Read(int epoch) => PieceLanes.ForTraining(dataset, 7, epoch, batchSize: 1, windowLength: 100)![0].Tokens;

        Assert.Equal(Read(0), Read(0));
        Assert.NotEqual(Read(0), Read(1));
        Assert.Equal(Read(0).Order(), Read(1).Order());
    }

    [Fact]
    public void ForEvaluation_OfADatasetWithNothingHeldOut_IsNull() =>
        Assert.Null(PieceLanes.ForEvaluation(SmallDatasets.Of([5], place => place, _ => Split.Train), 16, 64));
}
