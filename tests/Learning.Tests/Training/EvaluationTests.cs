using MusicGen.Contracts.Training;
using MusicGen.Inference.Model;
using MusicGen.Learning.Lanes;
using MusicGen.Learning.Network;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Tests.Training;

public sealed class EvaluationTests
{
    private static readonly Dataset Data = SmallDatasets.Of([40, 33, 27], place => place * place % 12, _ => Split.Validation);
    private static readonly ModelShape Shape = new(Data.Vocabulary.Size, 6, 10, 2);

    /// <summary>The oracle is the composing model, which steps through each lane alone.</summary>
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1, 7)]
    [InlineData(4, 9)]
    [InlineData(7, 5)]
    public void Mean_OfAnyLanes_IsTheMeanLogLossOfEveryPrediction(int batchSize, int windowLength)
    {
        torch.manual_seed(3);
        using var network = new LstmNetwork(Shape, dropout: 0.5);
        var lanes = PieceLanes.ForEvaluation(Data, batchSize, windowLength)!;

        var mean = Evaluation.Mean(network, lanes, () => false);

        Assert.Equal(LogLoss(LstmModel.Load(network.ToBytes(), Shape), lanes) / 103, mean!.Value, 1e-5);
    }

    [Fact]
    public void Mean_WhenStopped_IsNull()
    {
        using var network = new LstmNetwork(Shape, dropout: 0.5);

        Assert.Null(Evaluation.Mean(network, PieceLanes.ForEvaluation(Data, 4, 9)!, () => true));
    }

    private static double LogLoss(LstmModel model, PieceLanes lanes)
    {
        var nats = 0.0;
        var logits = new float[Shape.VocabularySize];
        for (var lane = 0; lane < lanes.Lanes; lane++)
        {
            var state = new LstmState(Shape);
            for (var index = 0; index < lanes.Windows; index++)
            {
                var window = lanes[index];
                for (var i = lane * window.Length; i < (lane + 1) * window.Length; i++)
                {
                    model.Step((int)window.Tokens[i], state, logits);
                    if (window.Targets[i] != Window.NoTarget) nats += Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[window.Targets[i]];
                }
            }
        }
        return nats;
    }
}
