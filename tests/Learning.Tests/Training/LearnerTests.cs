using System.Diagnostics;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Learning.Checkpoints;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Tests.Training;

public sealed class LearnerTests
{
    private static readonly Dataset Data = SmallDatasets.Of([45, 33], place => place * place % 12, _ => Split.Train);

    /// <summary>Windows of nine tokens, without dropout or variants.</summary>
    private static readonly TrainingOptions Plain = SmallDatasets.Options with
    {
        BatchSize = 2,
        SequenceLength = 9,
        Dropout = 0,
        InputDropout = 0,
        WeightDropout = 0,
        TransposeDown = 0,
        TransposeUp = 0,
        TempoShift = 0,
    };

    /// <summary>The oracle is the composing model, which steps through each piece from its beginning: what a window remembers of those before it must be the same.</summary>
    [Fact]
    public void Take_OfEachWindowAtNoRate_LosesAsMuchAsTheComposingModelOverWholePieces()
    {
        var pieces = new TrainingPieces(Data, Plain);
        var shape = ShapeOf(pieces, Plain);
        using var learner = new Learner(shape, Plain, torch.CPU);
        var windows = pieces.Of(0);
        var reader = windows.ReadFrom(0);
        var nats = 0.0;

        for (var step = 0; reader.Next() is { } window; step++) nats += learner.Take(window, step, windows.MeanPredictions, rate: 0).Nats;

        Assert.Equal(NatsOf(Decoder.Load(learner.Network.ToBytes(), shape, WeightPrecision.SinglePrecision), pieces), nats, 1e-2);
    }

    [Fact]
    public void Take_OfAGradientThatIsTooLong_MovesAlongOneOfTheLengthAllowed()
    {
        var options = Plain with { ClipNorm = 0.01 };
        var pieces = new TrainingPieces(Data, options);
        using var learner = new Learner(ShapeOf(pieces, options), options, torch.CPU);
        var window = pieces.Of(0).ReadFrom(0).Next()!;

        var (_, norm) = learner.Take(window, 0, 1, rate: 0.01);

        Assert.True(norm > 1);
        var moments = SafeTensors.Read(learner.TrainingToBytes(TrainingPosition.Start)).Tensors.Where(tensor => tensor.Name.StartsWith("adam.exp_avg.", StringComparison.Ordinal));
        var length = Math.Sqrt(moments.SelectMany(tensor => tensor.ToSingles()).Sum(value => (double)value * value));
        Assert.Equal(0.1 * options.ClipNorm, length, 1e-5); // the first moment after one step is a tenth of the gradient
    }

    [Theory]
    [InlineData(0.5, 0, 0)]
    [InlineData(0, 0.5, 0)]
    [InlineData(0, 0, 0.5)]
    public void Take_WithDropoutOfAnyKind_LosesTheSameInTheSameStepAndSomethingElseInAnother(double input, double between, double weights)
    {
        var options = Plain with { InputDropout = input, Dropout = between, WeightDropout = weights };

        Assert.Equal(FirstLoss(options, step: 3), FirstLoss(options, step: 3));
        Assert.NotEqual(FirstLoss(options, step: 3), FirstLoss(options, step: 4));
    }

    [Fact]
    public void Take_WithoutDropout_LosesTheSameInAnyStep() => Assert.Equal(FirstLoss(Plain, step: 3), FirstLoss(Plain, step: 4));

    [Theory]
    [InlineData(ArithmeticPrecision.Fp32)]
    [InlineData(ArithmeticPrecision.Bf16)]
    public void Take_TwoThousandTimes_KeepsMemoryAndLiveTensorsAsTheyWere(ArithmeticPrecision precision)
    {
        const int Steps = 2000;
        const double GrowthAllowed = 16e6; // of single allocations by others; one tensor of a kilobyte that each step forgot would be 2 MB, its graph many times that
        var options = SmallDatasets.Options with { Hidden = 48, Precision = precision };
        var pieces = new TrainingPieces(Data, options);
        using var learner = new Learner(ShapeOf(pieces, options), options, torch.CPU);
        var (live, bytes) = (new List<long>(), new List<long>());
        var windows = pieces.Of(0);
        var reader = windows.ReadFrom(0);

        for (var step = 0; step < Steps; step++)
        {
            if (reader.Next() is not { } window)
            {
                (windows, reader) = (pieces.Of(step), pieces.Of(step).ReadFrom(0));
                window = reader.Next()!;
            }
            learner.Take(window, step, windows.MeanPredictions, 0.001);
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            if (step >= Steps / 4 && step % 100 == 0) bytes.Add(ResidentBytes());
        }

        Assert.Equal(live.Skip(1).Min(), live.Skip(1).Max());
        Assert.InRange(bytes[^1] - bytes[0], long.MinValue, GrowthAllowed);
    }

    private static double FirstLoss(TrainingOptions options, long step)
    {
        var pieces = new TrainingPieces(Data, options);
        using var learner = new Learner(ShapeOf(pieces, options), options, torch.CPU);
        return learner.Take(pieces.Of(0).ReadFrom(0).Next()!, step, 1, 0).Nats;
    }

    private static ModelShape ShapeOf(TrainingPieces pieces, TrainingOptions options) => new(pieces.Vocabulary.Size, options.Embedding, options.Hidden, options.Layers);

    private static double NatsOf(Decoder model, TrainingPieces pieces)
    {
        var nats = 0.0;
        var logits = new float[pieces.Vocabulary.Size];
        foreach (var piece in Data.Pieces)
        {
            int[] words = [pieces.Vocabulary.Begin, .. Data.TokensOf(piece).ToArray().Select(id => pieces.Vocabulary.IdOf(Data.Vocabulary.Words[id])), pieces.Vocabulary.Begin];
            var batch = model.CreateBatch(1);
            for (var i = 0; i + 1 < words.Length; i++)
            {
                batch.Step(0, words[i], logits);
                nats += Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[words[i + 1]];
            }
        }
        return nats;
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
