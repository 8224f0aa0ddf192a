namespace MusicGen.Contracts.Training;

/// <summary>How a network is shaped and trained, every option resolved.</summary>
[GenerateSerializer, Immutable, Alias("musicgen.TrainingOptions")]
public sealed record TrainingOptions
{
    /// <summary>The preset that the other options started from.</summary>
    [Id(0)] public string Preset { get; init; } = "small";

    /// <summary>Length of a word's vector; 1 to 4,096.</summary>
    [Id(1)] public int Embedding { get; init; } = 128;

    /// <summary>Units of each LSTM layer; 1 to 4,096.</summary>
    [Id(2)] public int Hidden { get; init; } = 256;

    /// <summary>LSTM layers; 1 to 8. The origin report has two.</summary>
    [Id(3)] public int Layers { get; init; } = 2;

    /// <summary>Share of units dropped behind the embedding and every LSTM layer; 0 to below 1.</summary>
    [Id(4)] public double Dropout { get; init; } = 0.3;

    /// <summary>Passes over the training split; 1 to 10,000.</summary>
    [Id(5)] public int Epochs { get; init; } = 20;

    /// <summary>Sequences a step; 1 to 1,024.</summary>
    [Id(6)] public int BatchSize { get; init; } = 16;

    /// <summary>Tokens of each sequence a step; 2 to 4,096. Gradients do not reach further back; the LSTM's state does.</summary>
    [Id(7)] public int SequenceLength { get; init; } = 64;

    /// <summary>Adam's rate; above 0, at most 1.</summary>
    [Id(8)] public double LearningRate { get; init; } = 0.002;

    /// <summary>Upper limit of the gradient's norm; above 0.</summary>
    [Id(9)] public double ClipNorm { get; init; } = 1.0;

    /// <summary>Seed of the weights, the dropout and the order of the pieces; 0 to 2⁵³ − 1.</summary>
    [Id(10)] public long Seed { get; init; }

    /// <summary>Longest time between two checkpoints within an epoch, in seconds; 1 to 86,400. There is always one at an epoch's end.</summary>
    [Id(11)] public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Every fault of these options, each naming its field; empty when they can be used.</summary>
    public IReadOnlyList<Problem> Faults()
    {
        var faults = new List<Problem>();
        void Check(bool holds, string field, string range)
        {
            if (!holds) faults.Add(new Problem(ProblemKind.Invalid, "option-out-of-range", $"{field} must be {range}.", field));
        }

        Check(Embedding is >= 1 and <= 4096, "embedding", "1 to 4,096");
        Check(Hidden is >= 1 and <= 4096, "hidden", "1 to 4,096");
        Check(Layers is >= 1 and <= 8, "layers", "1 to 8");
        Check(Dropout is >= 0 and < 1, "dropout", "0 to below 1");
        Check(Epochs is >= 1 and <= 10_000, "epochs", "1 to 10,000");
        Check(BatchSize is >= 1 and <= 1024, "batchSize", "1 to 1,024");
        Check(SequenceLength is >= 2 and <= 4096, "sequenceLength", "2 to 4,096");
        Check(LearningRate is > 0 and <= 1, "learningRate", "above 0 and at most 1");
        Check(ClipNorm is > 0 and < double.PositiveInfinity, "clipNorm", "above 0");
        Check(Seed is >= 0 and < 1L << 53, "seed", "0 to 2⁵³ − 1");
        Check(CheckpointSeconds is >= 1 and <= 86_400, "checkpointSeconds", "1 to 86,400");
        return faults;
    }
}
