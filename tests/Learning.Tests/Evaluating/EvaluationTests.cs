using MusicGen.Contracts.Training;
using MusicGen.Inference.Decoding;
using MusicGen.Learning.Batches;
using MusicGen.Learning.Evaluating;
using MusicGen.Learning.Network;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Tests.Evaluating;

public sealed class EvaluationTests
{
    private static readonly Dataset Data = SmallDatasets.Of([40, 33, 27], place => place * place % 12, _ => Split.Validation);
    private static readonly ModelShape Shape = new(Data.Vocabulary.Size, 6, 10, 2);
    private static readonly PieceStream[] Pieces = [.. Data.Pieces.Select(piece => new PieceStream(Data, piece, VariantVocabulary.Of(Data, default), default))];

    /// <summary>The oracle is the composing model, which steps through each piece alone.</summary>
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1, 7)]
    [InlineData(2, 9)]
    [InlineData(7, 5)]
    public void Measure_WithAnyBatches_SumsTheLogLossOfEveryPieceFromItsBeginning(int batchSize, int windowLength)
    {
        torch.manual_seed(3);
        using var network = new LstmNetwork(Shape, 0.5, 0.5);

        var loss = new Evaluation(Pieces, Data.Vocabulary, batchSize, windowLength).Measure(network, torch.CPU, () => true)!.Value;

        var (nats, endNats, hits) = LogLoss(Decoder.Load(network.ToBytes(), Shape, WeightPrecision.SinglePrecision));
        Assert.Equal(103, loss.Predictions);
        Assert.Equal(nats / 103, loss.PerToken, 1e-5);
        Assert.Equal((nats - endNats) / 100, loss.PerNote!.Value, 1e-5);
        Assert.Equal(hits / 103.0, loss.TopOne, 1e-9);
    }

    [Fact]
    public void Measure_WhenStopped_IsNull()
    {
        using var network = new LstmNetwork(Shape, 0.5, 0.5);

        Assert.Null(new Evaluation(Pieces, Data.Vocabulary, 4, 9).Measure(network, torch.CPU, () => false));
    }

    private static (double Nats, double EndNats, int Hits) LogLoss(Decoder model)
    {
        var (nats, endNats, hits) = (0.0, 0.0, 0);
        var logits = new float[Shape.VocabularySize];
        foreach (var piece in Pieces)
        {
            var tokens = new long[piece.Predictions + 1];
            piece.Read(0, tokens);
            var batch = model.CreateBatch(1);
            for (var i = 0; i + 1 < tokens.Length; i++)
            {
                batch.Step(0, (int)tokens[i], logits);
                var loss = Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[tokens[i + 1]];
                nats += loss;
                if (i + 2 == tokens.Length) endNats += loss;
                if (Array.IndexOf(logits, logits.Max()) == tokens[i + 1]) hits++;
            }
        }
        return (nats, endNats, hits);
    }
}
