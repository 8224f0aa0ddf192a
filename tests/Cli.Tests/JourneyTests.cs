using System.Text.Json;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Tests;

/// <summary>From MIDI files to new tunes, as a person sees it.</summary>
[Collection(typeof(ServiceTests))]
public sealed class JourneyTests(RunningService service, PublishedModel model)
{
    private string Server => $"--server {service.Url}";

    [Fact]
    public void Upload_FolderOfMidiFiles_TellsWhatWasReadAndHowToGoOn()
    {
        Assert.Equal(
            [
                "8 of 8 files read",
                "Files: 8 found, 8 accepted, 0 duplicates, 0 rejected.",
            ],
            model.Uploaded.Lines[..2]);
        Assert.Matches($"^Corpus {model.Corpus} has 8 pieces with [1-9][0-9,]+ notes[.]$", model.Uploaded.Lines[2]);
        Assert.Equal($"Train on it: musicgen train {model.Corpus} {Server}", model.Uploaded.Lines[3]);
    }

    [Fact]
    public void Train_Corpus_TellsEveryEpochAndHowToGoOn()
    {
        Assert.Equal($"Training {model.Training} (first): preset tiny, 2 epochs, seed 7.", model.Trained.Lines[0]);
        var epochs = model.Trained.Lines.Where(line => line.StartsWith("  epoch", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, epochs.Length);
        Assert.Matches("^  epoch   1 of 2: train [0-9.]+, held-out [0-9.]+, [0-9.]+ s$", epochs[0]);
        Assert.Matches("^  epoch   2 of 2: train [0-9.]+, held-out [0-9.]+, [0-9.]+ s$", epochs[1]);
        Assert.Contains("  succeeded", model.Trained.Lines);
        Assert.Matches($"^Done; the lowest held-out loss is [0-9.]+[.] Make it a model: musicgen publish {model.Training} {Server}$", model.Trained.Lines[^1]);
    }

    [Fact]
    public void Publish_Training_TellsTheCheckpointAndHowToGoOn()
    {
        Assert.Matches($"^Model starter version 1 is checkpoint [0-9]+-001 of training {model.Training}[.]$", model.Published.Lines[0]);
        Assert.Equal($"Compose with it: musicgen compose starter {Server}", model.Published.Lines[1]);
    }

    [Fact]
    public async Task Compose_SeveralTunes_SavesThemWithCountingSeeds()
    {
        using var folder = new TestFolder();

        var outcome = (await service.RunAsync("compose", PublishedModel.Name, "--out", folder.Path, "--tunes", "2", "--bars", "4", "--seed", "5")).Done();

        Assert.Matches("^Session [0-9a-z]+ with model starter version 1$", outcome.Lines[0]);
        Assert.Matches($"^  {folder.Path}/tune-1[.]mid: [1-9][0-9]* notes, [0-9]+ s, seed 5$", outcome.Lines[1]);
        Assert.Matches($"^  {folder.Path}/tune-2[.]mid: [1-9][0-9]* notes, [0-9]+ s, seed 6$", outcome.Lines[2]);
        Assert.Equal(["tune-1.mid", "tune-1.notes", "tune-2.mid", "tune-2.notes"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.NotEmpty(MidiReader.Read(await File.ReadAllBytesAsync(Path.Join(folder.Path, "tune-2.mid"), TestContext.Current.CancellationToken)).Score.Tracks);
    }

    [Fact]
    public async Task Lists_AfterTheJourney_HaveItsThings()
    {
        Assert.Contains("starter pieces", Row(await service.RunAsync("corpora"), model.Corpus), StringComparison.Ordinal);
        Assert.Matches("accepted +[1-9][0-9,]* +[0-9.]+ +[A-G][b#]? (major|minor) +4/4", Row(await service.RunAsync("files", model.Corpus), "01-"));
        Assert.Matches($"first +{model.Corpus} +tiny +succeeded +2 of 2 +[0-9.]+ ", Row(await service.RunAsync("trainings"), model.Training));
        Assert.Matches($"1 +{model.Training} +[0-9]+-001 +tiny +score24/1", Row(await service.RunAsync("models"), PublishedModel.Name));
        Assert.Equal("The pool 'default' trains 1 at once.", (await service.RunAsync("queue")).Done().Lines[0]);
        Assert.Matches("default +[01] of 1 +takes trainings +[0-9]+ s ago +cpu [(][0-9]+ CPU cores, [0-9]+ GiB, slots: 1[)]", Row(await service.RunAsync("nodes"), "embedded"));
    }

    [Theory]
    [InlineData("corpora")]
    [InlineData("files", "{0}")]
    [InlineData("trainings")]
    [InlineData("queue")]
    [InlineData("nodes")]
    [InlineData("models")]
    public async Task Json_OfAnyList_IsOneDocumentAndNothingElse(params string[] arguments)
    {
        var outcome = (await service.RunAsync([.. arguments.Select(argument => string.Format(argument, model.Corpus)), "--json"])).Done();

        Assert.True(outcome.Json<JsonElement>().ValueKind is JsonValueKind.Array or JsonValueKind.Object);
        Assert.Single(outcome.Lines);
        Assert.Equal("", outcome.Errors);
    }

    [Fact]
    public async Task Follow_TrainingThatHasEnded_TellsItAgain() =>
        Assert.Equal(
            model.Trained.Lines,
            (await service.RunAsync("follow", model.Training)).Done().Lines);

    private static string Row(Outcome outcome, string beginning) =>
        Assert.Single(outcome.Done().Lines, line => line.StartsWith(beginning, StringComparison.Ordinal));
}
