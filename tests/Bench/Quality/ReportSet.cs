using MusicGen.Client.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Quality;

/// <summary>The origin report's run: note names and chords, two LSTM layers, 50 epochs, until the training loss is 0.0436, beside what that loss means.</summary>
/// <remarks>
/// The report's collection is not published; Joplin's rags, played on a piano, are as large. Nothing is augmented and nothing dropped, so that the loss is that of pieces learnt by heart. Without the
/// collection the practice pieces take its place, and the table says so.
/// </remarks>
internal static class ReportSet
{
    private const string Folder = "jazz/joplin";
    private const double ReportedLoss = 0.0436;

    private static readonly TrainingOptions Options = new()
    {
        Preset = "base",
        Embedding = 256,
        Hidden = 512,
        Dropout = 0,
        InputDropout = 0,
        WeightDecay = 0,
        Epochs = 50,
        BatchSize = 16,
        SequenceLength = 64,
        LearningRate = 0.002,
        TransposeDown = 0,
        TransposeUp = 0,
        TempoShift = 0,
        Patience = 0,
        Samples = 8,
        CheckpointSeconds = 86_400,
        Precision = ArithmeticPrecision.Bf16,
        Seed = 1,
    };

    public static IReadOnlyList<QualityFigure> Measure(DirectoryInfo corpora, QualitySettings settings)
    {
        var folder = new DirectoryInfo(Path.Combine(corpora.FullName, Folder));
        var sources = folder.Exists ? SourcesOf(folder) : PracticePieces();
        var training = ObservedTraining.Run(
            DatasetBuilder.Build(sources)!, Options with { Epochs = settings.Epochs ?? Options.Epochs }, settings, new TokenizerSettings(TokenizerKind.NoteNames));
        var (last, best, baseline) = (training.Losses[^1], training.Losses.MinBy(row => row.HeldOut)!, training.Baseline!);
        return
        [
            new($"training loss, pass {last.Epoch}, {(folder.Exists ? "Joplin's rags" : "practice pieces")}", last.Train, "nats a token", "report", ReportedLoss),
            new("held-out loss of the same pass", last.HeldOut, "nats a token", $"{baseline.Order}-gram", baseline.HeldOut),
            new("copy rate of the same pass: notes in runs of 12 intervals", last.CopyRate, "share"),
            new($"lowest held-out loss, pass {best.Epoch}", best.HeldOut, "nats a token", $"{baseline.Order}-gram", baseline.HeldOut),
            new("training loss of that pass", best.Train, "nats a token"),
            new("copy rate of that pass", best.CopyRate, "share"),
            new("minutes", training.Losses.Sum(row => row.Seconds) / 60, "minutes"),
        ];
    }

    private static IEnumerable<DatasetSource> SourcesOf(DirectoryInfo folder) => MidiFolder.Find(folder).OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select((file, index) => new DatasetSource(file.Name, $"{index:x64}", NoteNames.Encode(MidiReader.Read(File.ReadAllBytes(file.Path)).Score)));

    private static IEnumerable<DatasetSource> PracticePieces() => StarterCorpus.Compose().Select((piece, index) => new DatasetSource(piece.FileName, $"{index:x64}", NoteNames.Encode(piece.Score)));
}
