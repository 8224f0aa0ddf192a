using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Tests.Corpora;
using MusicGen.Tests.Models;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>Tunes of a model that composes bars.</summary>
public sealed class Score24TunesTests(RunningSilo silo)
{
    private const int TicksPerBar = 96;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_NothingAsked_HasTheDefaults()
    {
        var tune = await ComposedAsync(await silo.Score24SessionAsync(), "{}");

        Assert.Equal((TunePhase.Succeeded, (int?)null, (double?)null), (tune.Phase, tune.Settings.Words, tune.Settings.TempoQpm));
        Assert.Equal(new TuneConstraints(16, null, 0, 127, null, true, 15), tune.Settings.Constraints);
        Assert.True(tune.Notes > 0);
    }

    [Fact]
    public async Task Compose_Constraints_AreKeptAndEchoed()
    {
        var session = await silo.Score24SessionAsync();

        var tune = await ComposedAsync(session, """{"bars":6,"instruments":["bass","drums"],"lowestPitch":40,"highestPitch":60,"polyphony":1,"seed":3}""");

        var constraints = tune.Settings.Constraints!;
        Assert.Equal((6, 40, 60, 1, true), (constraints.Bars, constraints.LowestPitch, constraints.HighestPitch, constraints.Polyphony, constraints.CloseAtEnd));
        Assert.Equal(["bass", "drums"], constraints.Instruments);
        var score = MidiReader.Read(await silo.Client.Sessions.MidiAsync(session.Id, 1, Token)).Score;
        Assert.Equal(tune.Notes, score.NoteCount);
        var pitched = score.Tracks.Where(track => !track.IsDrums).ToList();
        Assert.All(pitched, track => Assert.Equal(33, track.Program));
        Assert.All(score.Tracks.SelectMany(track => track.Notes), note => Assert.True(note.Onset.Value < 6 * TicksPerBar));
        AssertKept([.. pitched.SelectMany(track => track.Notes)], 40, 60, polyphony: 1, bars: 6);
    }

    [Fact]
    public async Task Compose_Tempo_IsTheTunes()
    {
        var session = await silo.Score24SessionAsync();
        await ComposedAsync(session, """{"bars":2,"seed":1}""");
        await ComposedAsync(session, """{"bars":2,"seed":1,"tempoQpm":60}""");

        var own = MidiReader.Read(await silo.Client.Sessions.MidiAsync(session.Id, 1, Token)).Score;
        var asked = MidiReader.Read(await silo.Client.Sessions.MidiAsync(session.Id, 2, Token)).Score;

        Assert.Equal(123, 60e6 / own.Tempos[0].MicrosecondsPerQuarter, tolerance: 0.01);
        Assert.Equal(1_000_000, Assert.Single(asked.Tempos).MicrosecondsPerQuarter);
        Assert.Equal(own.Tracks, asked.Tracks);
    }

    [Theory]
    [InlineData("bars", "0")]
    [InlineData("bars", "257")]
    [InlineData("lowestPitch", "-1")]
    [InlineData("lowestPitch", "128")]
    [InlineData("highestPitch", "-1")]
    [InlineData("highestPitch", "128")]
    [InlineData("polyphony", "0")]
    [InlineData("polyphony", "65")]
    [InlineData("players", "0")]
    [InlineData("players", "16")]
    [InlineData("instruments", "[]")]
    [InlineData("tempoQpm", "19")]
    public Task Compose_OptionOutOfRange_IsRefusedNamingTheField(string field, string value) =>
        AssertRefusedAsync($$"""{"{{field}}":{{value}}}""", "option-out-of-range", field, $"{field} must be ");

    [Theory]
    [InlineData("""{"instrument":["drums"],"bars":2}""", "instrument")]
    [InlineData("""{"bar":2}""", "bar")]
    [InlineData("""{"primer":{"name":"C4"}}""", "name")]
    public async Task Compose_UnknownMember_IsRefusedNamingIt(string json, string member)
    {
        using var response = await ComposeAsync(await silo.Score24SessionAsync(), json);

        Assert.Equal($"The body has '{member}', which is not known here: see /docs.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public Task Compose_LowestAboveHighest_IsRefused() =>
        AssertRefusedAsync("""{"lowestPitch":60,"highestPitch":59}""", "option-out-of-range", "highestPitch", "highestPitch must be at least lowestPitch.");

    [Fact]
    public Task Compose_Words_AreOfTheOtherLanguage() => AssertRefusedAsync(
        """{"words":8}""", "field-of-another-language", "words", "words cannot be asked of this model: it composes bars: say how many with bars.");

    [Theory]
    [InlineData("bars", "4")]
    [InlineData("instruments", "[\"piano\"]")]
    [InlineData("lowestPitch", "40")]
    [InlineData("highestPitch", "80")]
    [InlineData("polyphony", "4")]
    [InlineData("closeAtEnd", "true")]
    [InlineData("players", "2")]
    public async Task Compose_BarsOfAModelOfNoteNames_AreRefusedNamingTheField(string field, string value)
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), $$"""{"{{field}}":{{value}}}""");

        Assert.StartsWith($"{field} cannot be asked of this model: it composes note names", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "field-of-another-language", field);
    }

    [Theory]
    [InlineData("\"theremin\"", "'theremin' is no instrument: they are piano, guitar, bass, violin, drums and the General MIDI programs 0 to 127.")]
    [InlineData("\"128\"", "'128' is no instrument")]
    [InlineData("\"\"", "'' is no instrument")]
    [InlineData("null", "null is no instrument: they are piano, ")]
    [InlineData("\"piano\",null", "null is no instrument: they are piano, ")]
    [InlineData("\"violin\"", "The model has never heard violin: it plays 0, 33, drums.")]
    [InlineData("\"piano\",\"56\"", "The model has never heard 56: it plays 0, 33, drums.")]
    public Task Compose_InstrumentThatCannotPlay_IsRefused(string instruments, string detail) =>
        AssertRefusedAsync($$"""{"instruments":[{{instruments}}]}""", "instrument-unknown", "instruments", detail);

    [Theory]
    [InlineData("""{"lowestPitch":100,"instruments":["piano"]}""", "lowestPitch")]
    [InlineData("""{"highestPitch":30,"instruments":["piano"]}""", "lowestPitch")]
    public Task Compose_ConstraintsThatNothingCanKeep_AreRefusedWithTheGrammarsSentence(string request, string field) =>
        AssertRefusedAsync(request, "constraints-unsatisfiable", field, "The model has seen no pitch from ");

    [Theory]
    [InlineData("""{"names":"C4 what"}""", "'what' is neither a note name")]
    [InlineData("""{"names":"Bar what"}""", "'what' is no word of Score24.")]
    [InlineData("""{"names":"Bar Bar Pitch_60"}""", "The primer is not the beginning of a piece: ")]
    [InlineData("{}", "Give a primer as names, as MIDI, as notes or as a tune: one of them.")]
    [InlineData("""{"names":""}""", "The primer has no word.")]
    [InlineData("""{"names":" \n "}""", "The primer has no word.")]
    [InlineData("""{"names":"EOS"}""", "The primer has no note.")]
    [InlineData("""{"names":"C4","notes":"x"}""", "Give a primer as names, as MIDI, as notes or as a tune: one of them.")]
    [InlineData("""{"notes":"x"}""", "The primer's note file cannot be read: ")]
    [InlineData("""{"midi":"AAAA"}""", "The MIDI primer cannot be read: ")]
    public Task Compose_PrimerThatIsNone_IsRefusedWithTheReason(string primer, string detail) =>
        AssertRefusedAsync($$"""{"primer":{{primer}}}""", "primer-invalid", "primer", detail);

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(5000)]
    public Task Compose_PrimerOfTooManyNames_IsRefusedWithTheOneBound(int names)
    {
        var words = (names * 4) + names + ((names + 7) / 8) + 2; // position, program and note; a bar for eight of them; meter and tempo
        return AssertRefusedAsync(
            JsonSerializer.Serialize(new { primer = new { names = Names(names) } }), "primer-invalid", "primer",
            $"The primer is too long: it takes {words:N0} words of Score24, some five a note, and 4,096 are the most.");
    }

    [Fact]
    public async Task Compose_PrimerOfManyNames_IsHeardWhole()
    {
        var session = await silo.Score24SessionAsync();
        var tune = await ComposedAsync(session, JsonSerializer.Serialize(new { bars = 1, primer = new { names = Names(700) } }));

        Assert.Equal((TunePhase.Succeeded, 700), (tune.Phase, (await PrimerAsync(session, tune)).Count(word => word == "Pitch_60")));
    }

    [Fact]
    public Task Compose_PrimerOfNotesThatTheModelNeverSaw_IsRefused() =>
        AssertRefusedAsync("""{"primer":{"names":"C#4"}}""", "primer-outside-vocabulary", "primer", "The model has never heard the key 61 (C#4): leave it out of the primer.");

    [Fact]
    public Task Compose_PrimerInAMeterThatTheModelNeverHeard_IsRefusedNamingTheMeter() => AssertRefusedAsync(
        """{"primer":{"names":"Bar TimeSig_3/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_62 Duration_12"}}""",
        "primer-outside-vocabulary", "primer", "The model has never heard the meter 3/4: leave it out of the primer.");

    [Theory]
    [InlineData("""["bass"]""", "Program_33")]
    [InlineData("""["drums","bass"]""", "Program_33")]
    [InlineData("""["bass","piano"]""", "Program_33")]
    [InlineData("""["drums"]""", "Program_0")] // the primer of a tune for drums may have other notes
    [InlineData("null", "Program_0")]
    public async Task Compose_PrimerOfNames_IsPlayedOnAnInstrumentThatMayPlay(string instruments, string program)
    {
        var session = await silo.Score24SessionAsync();
        var tune = await ComposedAsync(session, $$"""{"bars":1,"instruments":{{instruments}},"primer":{"names":"C4 E4"} }""");

        Assert.Equal([program, program], (await PrimerAsync(session, tune)).Where(word => word.StartsWith("Program_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Compose_PrimerForAModelThatNeverHeardAPiano_IsHeardOnWhatItKnows()
    {
        var session = await silo.SessionAsync(HandMadeModel.BassAndDrums);

        var names = await ComposedAsync(session, """{"bars":1,"primer":{"names":"C4"}}""");
        var midi = await ComposedAsync(session, JsonSerializer.Serialize(new { bars = 1, primer = new { midi = MidiFiles.Melody(60) } }));

        Assert.Equal((TunePhase.Succeeded, TunePhase.Succeeded), (names.Phase, midi.Phase));
        Assert.Contains("Program_33", await PrimerAsync(session, names));
        Assert.Contains("Program_0", await PrimerAsync(session, midi)); // a score's own instrument stays
    }

    [Fact]
    public async Task Compose_AnyPrimer_BeginsTheTune()
    {
        var session = await silo.Score24SessionAsync();
        var melody = MidiFiles.Melody(60, 64);
        var notes = NoteFile.Write(MidiReader.Read(melody).Score);
        object[] primers = [new { names = "C4 E4" }, new { midi = melody }, new { notes }, new { names = "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_62 Duration_12" }];
        for (var number = 1; number <= primers.Length; number++)
        {
            var tune = await ComposedAsync(session, JsonSerializer.Serialize(
                new { bars = 2, lowestPitch = 40, highestPitch = 62, polyphony = 1, players = 1, seed = 3, primer = primers[number - 1] }));

            Assert.Equal(TunePhase.Succeeded, tune.Phase);
            var words = await LinesAsync(session, number, "tokens");
            var primer = words[..tune.PrimerWords];
            Assert.Empty(tune.Settings.Primer);
            Assert.Equal(3, words.Count(word => word == "Bar")); // one of the primer and two more
            Assert.Contains("Pitch_60", primer);
            Assert.Equal(["Program_0"], words.Where(word => word.StartsWith("Program_", StringComparison.Ordinal) && word != "Program_Drums").Distinct()); // the primer's is the one player
            var primed = PitchedNotes([.. primer, "EOS"]);
            AssertKept([.. PitchedNotes(words).Except(primed)], 40, 62, polyphony: 1, bars: 3);
        }
    }

    [Fact]
    public async Task Content_OfATune_IsTheSameMusicInEveryFormat()
    {
        var session = await silo.Score24SessionAsync();
        await ComposedAsync(session, """{"bars":3,"seed":9}""");

        var midi = MidiReader.Read(await silo.Client.Sessions.MidiAsync(session.Id, 1, Token)).Score;
        var notes = NoteFile.Read(await silo.Client.Sessions.NoteFileAsync(session.Id, 1, Token));
        var tokens = await LinesAsync(session, 1, "tokens");
        var names = await LinesAsync(session, 1, "names");

        var score = Score24.Decode(Score24Vocabulary.ToIds(tokens));
        Assert.Equal(score.NoteCount, midi.NoteCount);
        Assert.Equal(score.Tracks.Select(track => track.Program), midi.Tracks.Select(track => track.Program));
        Assert.Equal(score, notes);
        Assert.Equal(NoteNames.Encode(score), names);
    }

    [Fact]
    public async Task Watch_Tune_GivesItsWordsToTheirEnd()
    {
        var session = await silo.Score24SessionAsync();
        await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Bars: 3, Seed: 4), cancellationToken: Token);

        var events = await silo.Client.Sessions.WatchAsync(session.Id, 1, Token).ToListAsync(Token);

        var words = events.SelectMany(happened => happened.Words).ToList();
        Assert.Equal(TunePhase.Succeeded, events[^1].Phase);
        Assert.Equal([1, 2, 3, null], events.Select(happened => happened.Bar));
        Assert.Equal(await LinesAsync(session, 1, "tokens"), words);
        Assert.Equal("EOS", words[^1]);
    }

    private static string Names(int count) => string.Join(' ', Enumerable.Repeat("C4", count));

    private async Task AssertRefusedAsync(string json, string type, string field, string detail)
    {
        var session = await silo.Score24SessionAsync();
        using var response = await ComposeAsync(session, json);

        Assert.StartsWith(detail, await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, type, field);
        Assert.Equal(0, (await silo.Client.Sessions.GetAsync(session.Id, Token)).Tunes);
    }

    private static List<Note> PitchedNotes(IEnumerable<string> words) =>
        [.. Score24.Decode(Score24Vocabulary.ToIds(words)).Tracks.Where(track => !track.IsDrums).SelectMany(track => track.Notes)];

    /// <summary>There are composed notes, and all of them keep to what was asked.</summary>
    private static void AssertKept(List<Note> composed, int lowest, int highest, int polyphony, int bars)
    {
        Assert.NotEmpty(composed);
        Assert.All(composed, note => Assert.InRange(note.Pitch, lowest, highest));
        Assert.All(composed, note => Assert.True(End(note) <= bars * TicksPerBar, $"A note ends at {End(note)}."));
        Assert.InRange(composed.Max(start => composed.Count(note => note.Onset.Value <= start.Onset.Value && start.Onset.Value < End(note))), 1, polyphony);
    }

    private async Task<string[]> PrimerAsync(SessionSummary session, TuneSummary tune) => (await LinesAsync(session, tune.Number, "tokens"))[..tune.PrimerWords];

    private static long End(Note note) => note.Onset.Value + note.Duration.Value;

    private async Task<string[]> LinesAsync(SessionSummary session, int number, string format) =>
        (await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/{number}/content?format={format}", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<TuneSummary> ComposedAsync(SessionSummary session, string json)
    {
        using var response = await ComposeAsync(session, json, prefer: "wait=60");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
    }

    private async Task<HttpResponseMessage> ComposeAsync(SessionSummary session, string json, string? prefer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/sessions/{session.Id}/tunes") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return await silo.Http.SendAsync(request, Token);
    }
}
