using MusicGen.Contracts.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Quality;

/// <summary>Improvised jazz solos as note names, every tenth piece held out: nats a note.</summary>
/// <remarks>The solo is the first part of each file. No two of its notes are taken for a chord, since a soloist plays one at a time, and fast.</remarks>
internal static class WeimarSet
{
    private const string Folder = "jazz/wjazzd";
    private const string Pattern = "*.mid";
    private const int EveryHeldOut = 10;

    private static readonly NoteNamesOptions Names = new() { Parts = PartSelection.First, ToleranceDivisor = Score.MaxTicksPerQuarter };

    private static readonly TrainingOptions Options = new()
    {
        Preset = "base",
        Embedding = 128,
        Hidden = 512,
        Dropout = 0.3,
        InputDropout = 0.1,
        Epochs = 100,
        BatchSize = 16,
        SequenceLength = 128,
        LearningRate = 0.003,
        Patience = 15,
        Samples = 0,
        CheckpointSeconds = 86_400,
        Precision = ArithmeticPrecision.Bf16,
        Seed = 1,
    };

    /// <exception cref="IOException">The collection is missing.</exception>
    public static IReadOnlyList<QualityFigure> Measure(DirectoryInfo corpora, QualitySettings settings)
    {
        var dataset = DatasetOf(FolderOf(corpora), NoteNamesOf);
        var training = ObservedTraining.Run(dataset, Options with { Epochs = settings.Epochs ?? Options.Epochs }, settings);
        var (best, baseline) = (training.Best!.Losses[^1], training.Baseline!);
        return
        [
            new("held-out solos, best checkpoint", best.HeldOutPerNote, "nats a note", $"{baseline.Order}-gram, same split", baseline.HeldOutPerNote),
            new("the same", best.HeldOutPerNote, "nats a note", "trigram measured before, another split", 2.392),
            new("the same", best.HeldOutPerNote, "nats a note", "aim", 2.1),
            new("held-out solos, ends of pieces included", best.HeldOut, "nats a token", $"{baseline.Order}-gram", baseline.HeldOut),
            new("likeliest note is right", best.TopOne, "share"),
            new("training loss of that pass", best.Train, "nats a token"),
            new("passes until the best checkpoint", best.Epoch, "passes"),
            new("minutes", training.Losses.Sum(row => row.Seconds) / 60, "minutes"),
        ];
    }

    /// <summary>Where the solos lie within the collections.</summary>
    public static DirectoryInfo FolderOf(DirectoryInfo corpora) => new(Path.Combine(corpora.FullName, Folder));

    /// <summary>Whether there are solos to learn from and to hold out.</summary>
    public static bool HasSolos(DirectoryInfo folder) => folder.Exists && folder.GetFiles(Pattern).Length >= EveryHeldOut;

    /// <summary>A solo's notes, in this set's words.</summary>
    public static IReadOnlyList<string> NoteNamesOf(Score score) => NoteNames.Encode(score, Names);

    /// <summary>The solos in some language, every tenth held out.</summary>
    /// <param name="folder">Their MIDI files.</param>
    /// <param name="wordsOf">The language.</param>
    /// <param name="everyLearnt">Of how many of the others one is learnt from; the rest is left out.</param>
    public static Dataset DatasetOf(DirectoryInfo folder, Func<Score, IReadOnlyList<string>> wordsOf, int everyLearnt = 1)
    {
        var files = folder.GetFiles(Pattern).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        return BenchDataset.Of([.. files
            .Select((file, index) => (File: file, Index: index, Split: index % EveryHeldOut == EveryHeldOut - 1 ? Split.Validation : Split.Train))
            .Where(solo => solo.Split == Split.Validation || solo.Index % everyLearnt == 0)
            .Select(solo => (solo.File.Name, wordsOf(MidiReader.Read(File.ReadAllBytes(solo.File.FullName)).Score).ToArray(), solo.Split))]);
    }
}
