using System.Net.Http.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Tests.Sessions;

[Collection(typeof(ServiceTests))]
public sealed class ComposeTests(RunningService service)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_SameSeed_GivesTheSameBytes()
    {
        using var folder = new TestFolder();

        var first = await ComposeAsync(Path.Join(folder.Path, "one"), "--seed", "3");
        var second = await ComposeAsync(Path.Join(folder.Path, "two"), "--seed", "3");

        Assert.NotEqual(first.Session.Id, second.Session.Id);
        Assert.Equal(await File.ReadAllBytesAsync(first.Tunes[0].Midi, Token), await File.ReadAllBytesAsync(second.Tunes[0].Midi, Token));
    }

    [Fact]
    public async Task Compose_EveryOption_ReachesTheService()
    {
        using var folder = new TestFolder();

        var composed = await ComposeAsync(
            folder.Path, "--words", "20", "--seed", "3", "--temperature", "0.5", "--top-k", "40", "--top-p", "0.9", "--tempo", "90",
            "--min-p", "0.02", "--repetition-penalty", "1.5", "--repetition-length", "6");

        var settings = composed.Tunes[0].Tune.Settings;
        Assert.Equal(new TuneSettings(20, 3, 0.5, 40, 0.9, 90, settings.Primer, MinP: 0.02, RepetitionPenalty: 1.5, RepetitionLength: 6), settings);
        Assert.Empty(settings.Primer);
    }

    [Fact]
    public async Task Compose_Bars_KeepToEveryOption()
    {
        using var folder = new TestFolder();

        var outcome = (await service.RunAsync(
            "compose", PublishedModel.Name, "--out", folder.Path, "--json", "--seed", "3", "--bars", "3", "--instruments", "piano, bass,drums", "--range", "30-80",
            "--polyphony", "3", "--players", "2", "--let-ring", "--tempo", "90", "--key", "a minor", "--meter", "4/4", "--density", "40")).Done();

        var settings = outcome.Json<Composed>().Tunes[0].Tune.Settings;
        Assert.Equal((null, 3L, 90.0), (settings.Words, settings.Seed, settings.TempoQpm));
        Assert.Equal(new TuneConstraints(3, settings.Constraints!.Instruments, 30, 80, 3, false, 2, "4/4", 40), settings.Constraints);
        Assert.Equal(("A minor", TuneMode.None), (settings.Key, settings.Mode)); // in its one spelling
        Assert.Equal(["piano", "bass", "drums"], settings.Constraints.Instruments);
        var score = MidiReader.Read(await File.ReadAllBytesAsync(Path.Join(folder.Path, "tune-1.mid"), Token)).Score;
        Assert.All(score.Tracks.Where(track => !track.IsDrums).SelectMany(track => track.Notes), note =>
        {
            Assert.InRange(note.Pitch, 30, 80);
            Assert.Contains(note.Pitch % 12, new[] { 0, 2, 4, 5, 7, 9, 11 });
        });
        Assert.NotEmpty(score.Tracks);
    }

    [Fact]
    public async Task Compose_Variations_AreSavedEachUnderItsNumber()
    {
        using var folder = new TestFolder();

        var several = await ComposeAsync(Path.Join(folder.Path, "several"), "--seed", "3", "--tunes", "2", "--variations", "2", "--words", "8");
        var one = await ComposeAsync(Path.Join(folder.Path, "one"), "--seed", "3", "--words", "8");

        Assert.Equal(["tune-1-1.mid", "tune-1-2.mid", "tune-2-1.mid", "tune-2-2.mid"], several.Tunes.Select(tune => Path.GetFileName(tune.Midi)));
        Assert.Equal([1, 2, 1, 2], several.Tunes.Select(tune => tune.Variation.Number));
        var files = await Task.WhenAll(several.Tunes.Select(tune => File.ReadAllTextAsync(tune.Notes, Token)));
        Assert.Distinct(files);
        Assert.Equal(await File.ReadAllTextAsync(one.Tunes[0].Notes, Token), files[0]);
    }

    [Fact]
    public async Task Compose_TuneOfAnotherSessionAsPrimer_GoesOnFromIt()
    {
        using var folder = new TestFolder();
        var first = await ComposeAsync(folder.Path, "--words", "8", "--variations", "2");

        var more = await ComposeAsync(folder.Path, "--words", "4", "--primer-tune", $"{first.Session.Id}/1/2");

        Assert.Equal(8, more.Tunes[0].Tune.PrimerWords);
        Assert.Equal(12, (await WordsAsync(more.Tunes[0].Tune)).Length);
    }

    [Theory]
    [InlineData("there/x")]
    [InlineData("there")]
    [InlineData("there/1/2/3")]
    [InlineData("/1")]
    public async Task Compose_PrimerTuneThatIsNone_IsASentence(string typed)
    {
        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, "--primer-tune", typed);

        outcome.IsRefused(2, $"--primer-tune must be a session and the number of a tune, such as SESSION/3, or SESSION/3/2 for its second variation, not '{typed}'.");
    }

    [Theory]
    [InlineData("--primer-midi", "tune-1.mid")]
    [InlineData("--primer-notes", "tune-1.notes")]
    public async Task Compose_TuneAsPrimer_GoesOnFromIt(string option, string file)
    {
        using var folder = new TestFolder();
        (await service.RunAsync("compose", PublishedModel.Name, "--out", folder.Path, "--bars", "2", "--seed", "1")).Done();

        var outcome = await service.RunAsync(
            "compose", PublishedModel.Name, "--out", Path.Join(folder.Path, "more"), "--bars", "1", option, Path.Join(folder.Path, file), "--json");

        var tune = outcome.Done().Json<Composed>().Tunes[0].Tune;
        Assert.Equal(TunePhase.Succeeded, tune.Phase);
        Assert.Equal(2, (await WordsAsync(tune)).Take(tune.PrimerWords).Count(word => word == "Bar"));
    }

    [Theory]
    [InlineData("words cannot be asked of this model: it composes bars: say how many with bars.", "--words", "8")]
    [InlineData("bars must be 1 to 256.", "--bars", "300")]
    [InlineData("mode variation needs a primer.", "--mode", "variation", "--change", "0.3")]
    [InlineData("mode accompany needs instruments: say who accompanies the primer.", "--mode", "accompany", "--primer", "C4")]
    [InlineData("'theremin' is no instrument: they are piano, guitar, bass, violin, drums and the General MIDI programs 0 to 127.", "--instruments", "theremin")]
    public async Task Compose_WrongOptionForBars_IsTheServicesSentence(string sentence, params string[] options)
    {
        using var folder = new TestFolder();

        var outcome = await CommandProcess.RunAsync(["compose", PublishedModel.Name, .. options], folder.Path, service.Url);

        Assert.Equal((2, sentence), (outcome.Code, outcome.Errors.TrimEnd().Split('\n')[^1]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Compose_WithoutOut_MakesAFolderNamedAfterTheSession()
    {
        using var folder = new TestFolder();

        var outcome = (await CommandProcess.RunAsync(["compose", PublishedModel.NoteNames, "--words", "8", "--json"], folder.Path, service.Url)).Done();

        var session = outcome.Json<Composed>().Session.Id;
        Assert.Equal([Path.Join(session, "tune-1.mid"), Path.Join(session, "tune-1.notes")], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder.Path, file)).Order());
    }

    [Fact]
    public async Task Compose_Primer_BeginsTheTune()
    {
        using var folder = new TestFolder();
        var words = (await ComposeAsync(folder.Path, "--seed", "1")).Tunes[0];
        var known = await WordsAsync(words.Tune);

        var primed = await ComposeAsync(folder.Path, "--primer", string.Join(' ', known.Take(3)));

        Assert.Equal(3, primed.Tunes[0].Tune.PrimerWords);
        Assert.Equal(known.Take(3), (await WordsAsync(primed.Tunes[0].Tune)).Take(3));
        Assert.NotEmpty(MidiReader.Read(await File.ReadAllBytesAsync(primed.Tunes[0].Midi, Token)).Score.Tracks);
    }

    [Theory]
    [InlineData("words must be 1 to 4,096. topP must be above 0 and at most 1.", "--words", "5000", "--top-p", "0")]
    [InlineData("'H4' is neither a note name, such as C4, F#3 or B-3, nor a chord, such as 0.4.7.", "--primer", "C4 H4")]
    [InlineData("The model has never heard C-1: leave it out of the primer.", "--primer", "C-1")]
    public async Task Compose_WrongOption_IsTheServicesSentenceAndLeavesNoFolder(string sentence, params string[] options)
    {
        using var folder = new TestFolder();

        var outcome = await service.RunAsync(["compose", PublishedModel.NoteNames, "--out", Path.Join(folder.Path, "new"), "--json", .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Equal(sentence, outcome.Errors.TrimEnd().Split('\n')[^1]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(8, "The MIDI primer cannot be read: ")]
    [InlineData(5 << 20, "A primer has at most 1 MB.")]
    public async Task Compose_PrimerThatIsNoMidiFile_IsASentence(int sizeBytes, string beginning)
    {
        using var folder = new TestFolder().With("primer.mid", new byte[sizeBytes]);

        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, "--out", folder.Path, "--primer-midi", Path.Join(folder.Path, "primer.mid"));

        Assert.Equal(2, outcome.Code);
        Assert.StartsWith(beginning, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--primer-midi")]
    [InlineData("--primer-notes")]
    public async Task Compose_PrimerFileThatIsNotThere_IsASentence(string option)
    {
        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, option, "/nowhere/primer");

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("There is no file /nowhere/primer.", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_RefusedRequest_LeavesNoSession()
    {
        using var http = new HttpClient { BaseAddress = new Uri(service.Url) };
        async Task<string[]> SessionsAsync() => [.. (await http.GetFromJsonAsync<Page<SessionSummary>>("v1/sessions?limit=200", ContractJson.Options, Token))!.Items
            .Where(session => session.Tunes == 0).Select(session => session.Id)];
        var before = await SessionsAsync();

        await service.RunAsync("compose", PublishedModel.NoteNames, "--words", "5000");

        Assert.Equal(before, await SessionsAsync());
    }

    [Fact]
    public async Task Compose_UnknownModel_IsTheServicesSentenceAndLeavesNoFolder()
    {
        using var folder = new TestFolder();

        var outcome = await CommandProcess.RunAsync(["compose", "nowhere"], folder.Path, service.Url);

        outcome.IsRefused(2, "There is no model 'nowhere'.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Compose_OutThatIsAFile_IsASentence()
    {
        using var folder = new TestFolder().With("tunes", [1]);

        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, "--out", Path.Join(folder.Path, "tunes"));

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(Path.Join(folder.Path, "tunes"), Assert.Single(outcome.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ogg", "OggS")]
    [InlineData("wav", "RIFF")]
    public async Task Compose_Audio_IsSavedBesideTheMidi(string format, string beginning)
    {
        RequireFluidSynth();
        using var folder = new TestFolder();

        var tune = (await ComposeAsync(folder.Path, "--words", "8", "--audio", format)).Tunes[0];

        Assert.Equal(Path.Join(folder.Path, $"tune-1.{format}"), tune.Audio);
        Assert.Equal(beginning, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(tune.Audio!, Token), 0, 4));
        Assert.True(File.Exists(tune.Midi));
    }

    [Fact]
    public async Task Compose_AudioOfATuneThatIsTooLong_IsASentenceAndLeavesItsMidi()
    {
        RequireFluidSynth();
        using var folder = new TestFolder();

        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, "--out", folder.Path, "--words", "1000", "--tempo", "20", "--audio", "wav");

        Assert.Equal(2, outcome.Code);
        Assert.Matches("^The tune lasts 1,[45][0-9]{2} s, and tunes of at most 1,200 s are rendered: take its MIDI file[.]$", outcome.Errors.TrimEnd());
        Assert.Equal(["tune-1.mid", "tune-1.notes"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Compose_AudioOfAnotherFormat_IsAWrongCall()
    {
        var outcome = await service.RunAsync("compose", PublishedModel.NoteNames, "--audio", "mp3");

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("'wav'", outcome.Errors, StringComparison.Ordinal);
    }

    private static void RequireFluidSynth()
    {
        if (!File.Exists("/usr/bin/fluidsynth") || !File.Exists("/usr/share/sounds/sf2/TimGM6mb.sf2"))
            Assert.Skip("fluidsynth or its sounds are missing: install the packages fluidsynth and timgm6mb-soundfont.");
    }

    private async Task<Composed> ComposeAsync(string folder, params string[] options) =>
        (await service.RunAsync(["compose", PublishedModel.NoteNames, "--out", folder, "--json", .. options])).Done().Json<Composed>();

    private async Task<string[]> WordsAsync(TuneSummary tune)
    {
        using var http = new HttpClient { BaseAddress = new Uri(service.Url) };
        return (await http.GetStringAsync($"v1/sessions/{tune.Session}/tunes/{tune.Number}/content?format=tokens", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed record Composed(SessionSummary Session, Saved[] Tunes);

    private sealed record Saved(TuneSummary Tune, string Midi, string Notes, TuneVariation Variation, string? Audio);
}
