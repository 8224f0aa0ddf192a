namespace MusicGen.Cli.Tests;

/// <summary>The way from MIDI files to a model of note names and one of Score24, gone once with the command for all tests.</summary>
public sealed class PublishedModel(RunningService service) : IAsyncLifetime
{
    /// <summary>It composes Score24, as a training does that says nothing of tokens.</summary>
    public const string Name = "starter";

    /// <summary>It composes note names.</summary>
    public const string NoteNames = "names-only";

    public const int Pieces = 8;
    public const int Epochs = 2;

    public string Corpus { get; private set; } = "";

    public string Training { get; private set; } = "";

    /// <summary>What each of the three commands said.</summary>
    public Outcome Uploaded { get; private set; } = new(0, "", "");

    public Outcome Trained { get; private set; } = new(0, "", "");

    public Outcome Published { get; private set; } = new(0, "", "");

    public async ValueTask InitializeAsync()
    {
        using var folder = new TestFolder().WithPieces(Pieces);
        Uploaded = (await service.RunAsync("upload", folder.Path, "--name", "starter pieces")).Done();
        Corpus = WordAfter(Uploaded, "Corpus ");
        Trained = (await service.RunAsync("train", Corpus, "--preset", "tiny", "--epochs", $"{Epochs}", "--seed", "7", "--name", "first")).Done();
        Training = WordAfter(Trained, "Training ");
        Published = (await service.RunAsync("publish", Training, "--name", Name)).Done();
        var names = (await service.RunAsync("train", Corpus, "--preset", "tiny", "--epochs", "1", "--tokens", "notenames")).Done();
        (await service.RunAsync("publish", WordAfter(names, "Training "), "--name", NoteNames)).Done();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string WordAfter(Outcome outcome, string text) =>
        outcome.Lines.First(line => line.StartsWith(text, StringComparison.Ordinal))[text.Length..].Split(' ', ':')[0];
}
