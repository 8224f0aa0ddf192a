using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Midi;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>Variations of a primer and accompaniments to it, over HTTP.</summary>
public sealed class TuneModesTests(RunningSilo silo)
{
    // The model does not know these velocities.
    private const string Primer = "Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_12 Pitch_64 Velocity_66 Duration_12 Bar Position_48 Program_0 Pitch_67 Velocity_122 Duration_24";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_VariationThatChangesNothing_IsThePrimer()
    {
        var session = await silo.Score24SessionAsync();

        var tune = await ComposedAsync(session, new { mode = "variation", change = 0, primer = new { names = Primer } });

        Assert.Equal((TunePhase.Succeeded, TuneMode.Variation, 0, 2, 3), (tune.Phase, tune.Settings.Mode, tune.Settings.Change, tune.Settings.Constraints!.Bars, tune.Notes));
        Assert.Equal($"{Primer} EOS", string.Join(' ', await WordsAsync(session)));
    }

    [Fact]
    public async Task Compose_Variation_HasThePrimersShape()
    {
        var session = await silo.Score24SessionAsync();

        var tune = await ComposedAsync(session, new { mode = "variation", change = 1, seed = 4, primer = new { midi = MidiFiles.Melody(60, 64, 67, 60) } });

        var notes = MidiReader.Read(await silo.Client.Sessions.MidiAsync(session.Id, 1, Token)).Score.Tracks.Single().Notes;
        Assert.Equal(4, tune.Notes);
        Assert.Equal(MidiReader.Read(MidiFiles.Melody(60, 64, 67, 60)).Score.NoteCount, notes.Length);
        Assert.All(notes, note => Assert.Contains(note.Velocity, new[] { 62, 98 })); // all composed
    }

    [Fact]
    public async Task Compose_Accompaniment_HasThePrimerWholeAndOthersAroundIt()
    {
        var session = await silo.Score24SessionAsync();

        var tune = await ComposedAsync(session, new { mode = "accompany", seed = 4, density = 8, instruments = new[] { "bass", "drums" }, primer = new { names = Primer } });

        var score = Score24.Decode(Score24Vocabulary.ToIds(await WordsAsync(session)));
        Assert.Equal((TunePhase.Succeeded, score.NoteCount), (tune.Phase, tune.Notes));
        var own = score.Tracks.Single(track => track is { Program: 0, IsDrums: false }).Notes;
        Assert.Equal([(0L, 60, 66), (0, 64, 66), (144, 67, 122)], own.Select(note => (note.Onset.Value, note.Pitch, note.Velocity)));
        Assert.True(score.Tracks.Length > 1);
    }

    [Fact]
    public async Task Compose_AccompanimentToNoteNames_IsNotOnTheirInstrument()
    {
        var session = await silo.Score24SessionAsync();

        await ComposedAsync(session, new { mode = "accompany", instruments = new[] { "piano" }, primer = new { names = "C4 E4" } });

        Assert.Contains("Program_33", await WordsAsync(session));
    }

    [Fact]
    public async Task Watch_Variation_GivesAllItsWords()
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, new { mode = "variation", primer = new { names = "C4 D4 E4 F4" } });

        var events = await silo.Client.Sessions.WatchAsync(session.Id, 1, Token).ToListAsync(Token);

        Assert.Equal(await WordsAsync(session), events.SelectMany(happened => happened.Words));
    }

    private async Task<TuneSummary> ComposedAsync(SessionSummary session, object wish)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/sessions/{session.Id}/tunes") { Content = new StringContent(JsonSerializer.Serialize(wish), Encoding.UTF8, "application/json") };
        request.Headers.Add("Prefer", "wait=60");
        using var response = await silo.Http.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
    }

    private async Task<string[]> WordsAsync(SessionSummary session) =>
        (await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/1/content?format=tokens", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
