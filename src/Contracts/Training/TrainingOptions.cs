using System.Numerics;

namespace MusicGen.Contracts.Training;

/// <summary>How a network is shaped and trained, every option resolved.</summary>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingOptions")]
public sealed record TrainingOptions
{
    /// <summary>A step looks at so many tokens at most: more takes longer than anybody waits for a sign of life.</summary>
    public const int MostTokensAStep = 131_072;

    /// <summary>Their moments, eight bytes each, fit an array of 2 GB, and leave room for those of the words.</summary>
    private const long MostParameters = 240_000_000;

    /// <summary>Weights times tokens of a step: six times as many operations took five minutes on two cores, half the time for which a worker may be silent before its first step.</summary>
    private const double MostProductsAStep = 5e12;

    private const int GatesOfACell = 4;

    /// <summary>The preset that the other options started from.</summary>
    [Id(0)] public string Preset { get; init; } = "small";

    /// <summary>Length of a word's vector; 1 to 4,096. The presets take half of the units: words differ in fewer ways than contexts, and the table is the cheap part.</summary>
    [Id(1)] public int Embedding { get; init; } = 128;

    /// <summary>Units of each LSTM layer; 1 to 4,096. Twice as many cost up to four times the time, and pay where the collection is large enough.</summary>
    [Id(2)] public int Hidden { get; init; } = 256;

    /// <summary>LSTM layers; 1 to 8. Default 2, as in the origin report; each more costs as much again as one.</summary>
    [Id(3)] public int Layers { get; init; } = 2;

    /// <summary>Share of units dropped behind every LSTM layer; 0 to below 1. More of it for larger networks and smaller collections.</summary>
    [Id(4)] public double Dropout { get; init; } = 0.3;

    /// <summary>Passes over the training split; 1 to 10,000. The presets have as many as their size can use; the rate falls over all of them, and patience ends what has had enough.</summary>
    [Id(5)] public int Epochs { get; init; } = 20;

    /// <summary>Pieces read side by side; 1 to 1,024. Where there are fewer, all of them. Default 16: more make a token cheaper, but leave a collection of some hundred pieces few steps a pass.</summary>
    [Id(6)] public int BatchSize { get; init; } = 16;

    /// <summary>Tokens of each piece a step; 2 to 4,096. Gradients do not reach further back; the LSTM's state does, to the piece's beginning. Default 128: some bars of several players.</summary>
    [Id(7)] public int SequenceLength { get; init; } = 128;

    /// <summary>AdamW's highest rate; above 0, at most 1. The presets' falls with their size: larger networks diverge sooner.</summary>
    [Id(8)] public double LearningRate { get; init; } = 0.002;

    /// <summary>Upper limit of the gradient's norm; above 0. Default 1: it meets only the rare step that would throw the weights away.</summary>
    [Id(9)] public double ClipNorm { get; init; } = 1.0;

    /// <summary>Seed of the weights, the dropout, the order of the pieces and their variants; 0 to 2⁵³ − 1.</summary>
    [Id(10)] public long Seed { get; init; }

    /// <summary>Longest time between two checkpoints within an epoch, in seconds; 1 to 86,400. There is one at an epoch's end as well. Default 60: a minute is the most that a crash costs, and writing takes little of it.</summary>
    [Id(11)] public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Share of the embedding's numbers dropped; 0 to below 1. Default 0.1: a word that is half gone is no word.</summary>
    [Id(12)] public double InputDropout { get; init; } = 0.1;

    /// <summary>Share of the recurrent weights dropped for a step; 0 to below 1. Default 0: it slows learning, and pays only for small collections learnt long.</summary>
    [Id(13)] public double WeightDropout { get; init; }

    /// <summary>How far weights shrink in a step, as a share of the rate; 0 to 1. Not biases. Default 0.01, AdamW's own.</summary>
    [Id(14)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>Steps in which the rate rises from nothing; 0 to 1,000,000. Default 50: Adam's first moments mean little.</summary>
    [Id(15)] public int WarmupSteps { get; init; } = 50;

    /// <summary>The rate at the end as a share of the highest, reached along half a cosine; 0 to 1; 1: the rate stays. Default 0.01.</summary>
    [Id(16)] public double FinalRateShare { get; init; } = 0.01;

    /// <summary>Training pieces are heard up to so many semitones lower, another number in each pass; 0 to 12. Default 5: with those upwards, every key once.</summary>
    [Id(17)] public int TransposeDown { get; init; } = 5;

    /// <summary>And up to so many semitones higher; 0 to 12. Default 6.</summary>
    [Id(18)] public int TransposeUp { get; init; } = 6;

    /// <summary>And faster or slower by up to so many steps of Score24's tempo words, 7.7 % each; 0 to 4. Default 1: as much as two performances differ.</summary>
    [Id(19)] public int TempoShift { get; init; } = 1;

    /// <summary>Training ends after so many passes without a lower held-out loss; 0 to 10,000; 0: never. Default 10: passes of different variants are luckier or less so.</summary>
    [Id(20)] public int Patience { get; init; } = 10;

    /// <summary>How many checkpoints with the lowest held-out losses stay; 1 to 20. Default 2: one may be damaged.</summary>
    [Id(21)] public int KeepBest { get; init; } = 2;

    /// <summary>How many of the last checkpoints stay; 1 to 20. Default 2, for the same reason.</summary>
    [Id(22)] public int KeepLast { get; init; } = 2;

    /// <summary>What the network computes with. Default: bfloat16 where that was measured to be faster.</summary>
    [Id(23)] public ArithmeticPrecision Precision { get; init; }

    /// <summary>Tunes composed after every pass, to be listened to and to count what is copied; 0 to 8. Default 1: it costs little beside a pass.</summary>
    [Id(24)] public int Samples { get; init; } = 1;

    /// <summary>Every fault of these options, each naming its field; empty when they can be used.</summary>
    public IReadOnlyList<Problem> Faults()
    {
        var faults = new List<Problem>();
        void Fault(string field, string detail) => faults.Add(new Problem(ProblemKind.Invalid, "option-out-of-range", detail, field));
        void Whole<T>(T value, T least, T most, string field)
            where T : INumber<T>
        {
            if (value < least || value > most) Fault(field, $"{field} must be {least:N0} to {most:N0}.");
        }
        void Share(double value, string field)
        {
            if (value is not (>= 0 and < 1)) Fault(field, $"{field} must be 0 to below 1.");
        }
        void Number(bool holds, string field, string range)
        {
            if (!holds) Fault(field, $"{field} must be {range}.");
        }

        Whole(Embedding, 1, 4096, "embedding");
        Whole(Hidden, 1, 4096, "hidden");
        Whole(Layers, 1, 8, "layers");
        Share(Dropout, "dropout");
        Whole(Epochs, 1, 10_000, "epochs");
        Whole(BatchSize, 1, 1024, "batchSize");
        Whole(SequenceLength, 2, 4096, "sequenceLength");
        Number(LearningRate is > 0 and <= 1, "learningRate", "above 0 and at most 1");
        Number(ClipNorm is > 0 and < double.PositiveInfinity, "clipNorm", "above 0");
        Number(Seed is >= 0 and < 1L << 53, "seed", "0 to 2⁵³ − 1");
        Number(CheckpointSeconds is >= 1 and <= 86_400, "checkpointSeconds", "1 to 86,400");
        Share(InputDropout, "inputDropout");
        Share(WeightDropout, "weightDropout");
        Number(WeightDecay is >= 0 and <= 1, "weightDecay", "0 to 1");
        Whole(WarmupSteps, 0, 1_000_000, "warmupSteps");
        Number(FinalRateShare is >= 0 and <= 1, "finalRateShare", "0 to 1");
        Whole(TransposeDown, 0, 12, "transposeDown");
        Whole(TransposeUp, 0, 12, "transposeUp");
        Whole(TempoShift, 0, 4, "tempoShift");
        Whole(Patience, 0, 10_000, "patience");
        Whole(KeepBest, 1, 20, "keepBest");
        Whole(KeepLast, 1, 20, "keepLast");
        Whole(Samples, 0, 8, "samples");
        if (faults.Count > 0) return faults;
        if ((long)BatchSize * SequenceLength > MostTokensAStep) Fault("batchSize", $"batchSize times sequenceLength must be at most {MostTokensAStep:N0}.");
        if (LstmParameters > MostParameters) Fault("hidden", $"A network of {LstmParameters:N0} weights is larger than the {MostParameters:N0} that a checkpoint holds: take fewer units or layers.");
        if ((double)LstmParameters * BatchSize * SequenceLength > MostProductsAStep)
            Fault("batchSize", $"A step of {(long)BatchSize * SequenceLength:N0} tokens through {LstmParameters:N0} weights takes too long to tell it from one that hangs: take fewer pieces, tokens or units.");
        return faults;
    }

    /// <summary>Whether a training with these options goes on from one with <paramref name="other"/>: the weights after each step are the same.</summary>
    /// <remarks>The number of passes decides the rates to come, and may change. A precision that is still open is any.</remarks>
    public bool GoesOnFrom(TrainingOptions other) => this == other with
    {
        Preset = Preset,
        Epochs = Epochs,
        CheckpointSeconds = CheckpointSeconds,
        Patience = Patience,
        KeepBest = KeepBest,
        KeepLast = KeepLast,
        Samples = Samples,
        Precision = Precision == ArithmeticPrecision.Auto ? ArithmeticPrecision.Auto : other.Precision,
    };

    private long LstmParameters => (GatesOfACell * (long)Hidden * (Embedding + Hidden)) + ((Layers - 1) * GatesOfACell * 2L * Hidden * Hidden);
}
