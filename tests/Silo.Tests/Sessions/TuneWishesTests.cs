using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Storage;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>Key, meter, tempo, density and modes over HTTP.</summary>
public sealed class TuneWishesTests(RunningSilo silo)
{
    private const string Primer = """{"names":"Bar TimeSig_4/4 Position_0 Tempo_123 Program_0 Pitch_60 Velocity_66 Duration_12"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Compose_KeyMeterTempoAndDensity_AreKeptAndEchoed()
    {
        var session = await silo.Score24SessionAsync();

        var tune = await ComposedAsync(session, """{"bars":4,"key":"B major","meter":"4/4","density":4,"tempoQpm":90,"seed":5}""");

        var (settings, constraints) = (tune.Settings, tune.Settings.Constraints!);
        Assert.Equal((TunePhase.Succeeded, "B major", "4/4", 4, TuneMode.None, (double?)null), (tune.Phase, settings.Key, constraints.Meter, constraints.Density, settings.Mode, settings.Change));
        var words = await WordsAsync(session, 1);
        Assert.Equal(["Pitch_64"], words.Where(word => word.StartsWith("Pitch_", StringComparison.Ordinal)).Distinct());
        Assert.Equal(["TimeSig_4/4"], words.Where(word => word.StartsWith("TimeSig_", StringComparison.Ordinal)));
        foreach (var bar in string.Join(' ', words).Split("Bar ", StringSplitOptions.RemoveEmptyEntries))
        {
            var notes = bar.Split(' ').Count(word => word.Contains("Pitch_", StringComparison.Ordinal));
            Assert.InRange(notes, bar.Contains("Position_72", StringComparison.Ordinal) ? 0 : 2, 4);
        }
    }

    [Fact]
    public async Task Compose_NamesOfAnyLength_AreKeptInTheirOneSpelling()
    {
        var session = await silo.Score24SessionAsync();
        var (space, zeros) = (new string(' ', 100_000), new string('0', 100_000));

        var tune = await ComposedAsync(session, $$"""{"bars":1,"key":"{{space}}b:{{space}}MAJ{{space}}","instruments":["{{zeros}}33","DRUMS","{{zeros}}"],"seed":5}""");

        Assert.Equal("B major", tune.Settings.Key);
        Assert.Equal(["33", "drums", "0"], tune.Settings.Constraints!.Instruments);
        var state = await silo.App.Services.GetRequiredService<IBlobStore>().FindAsync($"state/session/local/{session.Id}", Token);
        Assert.InRange(state!.SizeBytes, 1, 4_000);
    }

    [Fact]
    public void Bar_IsTheWordThatClientsCount() => Assert.Equal(TuneEvent.BarWord, Score24Vocabulary.WordOf(Score24Vocabulary.Bar));

    [Fact]
    public async Task Compose_KeyOfNoteNames_IsKept()
    {
        var session = await silo.SessionAsync();

        await ComposedAsync(session, """{"words":40,"key":"Gm"}"""); // it knows the white keys, and 0.4.7 and 2.5.9

        Assert.Empty((await WordsAsync(session, 1)).Except(["C4", "D4", "F4", "G4", "A4", "C5", "2.5.9"]));
    }

    [Theory]
    [InlineData("\"density\":0", "option-out-of-range", "density", "density must be 1 to 64 notes in a bar.")]
    [InlineData("\"density\":65", "option-out-of-range", "density", "density must be 1 to 64 notes in a bar.")]
    [InlineData("\"meter\":\"13/8\"", "meter-unknown", "meter", "'13/8' is no meter that can be told: they are 2/4, 3/4, 4/4, ")]
    [InlineData("\"meter\":\"3/4\"", "constraints-unsatisfiable", "meter", "The model has seen none of the meters asked for; it has seen 4/4.")]
    [InlineData("\"key\":\"H\"", "key-unknown", "key", "'H' is no key: a key is a tonic, C, C#, Db and so on to B, and major or minor (maj, min, m), such as C, A minor, ")]
    [InlineData("\"key\":\"C minor and a very long way further\"", "key-unknown", "key", "'C minor and a very l…' is no key")]
    [InlineData("\"key\":\"F#\",\"instruments\":[\"piano\"]", "constraints-unsatisfiable", "key", "The model has seen no pitch of F# major from 0 to 127.")]
    [InlineData("\"key\":\"B\",\"lowestPitch\":65,\"instruments\":[\"piano\"]", "constraints-unsatisfiable", "key", "The model has seen no pitch of B major from 65 to 127.")]
    [InlineData("\"mode\":\"continue\"", "primer-missing", "primer", "mode continue needs a primer.")]
    [InlineData("\"mode\":\"variation\"", "primer-missing", "primer", "mode variation needs a primer.")]
    [InlineData("\"mode\":\"none\",\"primer\":PRIMER", "primer-unexpected", "primer", "mode none has no primer: leave one of them out.")]
    [InlineData("\"change\":0.5", "field-of-another-mode", "change", "change cannot be asked with mode none: only a variation changes notes of its primer.")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"change\":1.5", "option-out-of-range", "change", "change must be 0 to 1.")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"bars\":4", "field-of-another-mode", "bars", "bars cannot be asked with mode variation: a variation keeps its primer's bars, instruments and places.")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"instruments\":[\"bass\"]", "field-of-another-mode", "instruments", "instruments cannot be asked")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"polyphony\":1", "field-of-another-mode", "polyphony", "polyphony cannot be asked")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"players\":1", "field-of-another-mode", "players", "players cannot be asked")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"meter\":\"4/4\"", "field-of-another-mode", "meter", "meter cannot be asked")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"density\":1", "field-of-another-mode", "density", "density cannot be asked")]
    [InlineData("\"mode\":\"variation\",\"primer\":PRIMER,\"key\":\"F#\",\"lowestPitch\":40", "constraints-unsatisfiable", "key", "The model has seen no pitch of F# major from 40 to 127")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER", "instruments-missing", "instruments", "mode accompany needs instruments: say who accompanies the primer.")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER,\"instruments\":[\"piano\"]", "constraints-unsatisfiable", "instruments", "The primer plays the program 0 itself, and only others accompany it.")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER,\"instruments\":[\"violin\"]", "instrument-unknown", "instruments", "The model has never heard violin: ")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER,\"instruments\":[\"bass\"],\"players\":1", "constraints-unsatisfiable", "players", "The primer has 1 pitched programs, at least as many as there may be, ")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER,\"instruments\":[\"bass\"],\"bars\":2", "field-of-another-mode", "bars", "bars cannot be asked with mode accompany: an accompaniment has its primer's bars.")]
    [InlineData("\"mode\":\"accompany\",\"primer\":PRIMER,\"instruments\":[\"bass\"],\"meter\":\"4/4\"", "field-of-another-mode", "meter", "meter cannot be asked with mode accompany: ")]
    public async Task Compose_WishThatCannotBe_IsRefusedNamingTheField(string wish, string type, string field, string detail) =>
        await AssertRefusedAsync(await silo.Score24SessionAsync(), wish.Replace("PRIMER", Primer, StringComparison.Ordinal), type, field, detail);

    [Theory]
    [InlineData("\"density\":4", "field-of-another-language", "density", "density cannot be asked of this model: it composes note names")]
    [InlineData("\"meter\":\"4/4\"", "field-of-another-language", "meter", "meter cannot be asked of this model: it composes note names")]
    [InlineData("\"key\":\"none\"", "key-unknown", "key", "'none' is no key: ")]
    [InlineData("\"mode\":\"variation\",\"primer\":{\"names\":\"C4\"},\"words\":3", "field-of-another-mode", "words", "words cannot be asked with mode variation: a variation has as many as its primer.")]
    [InlineData("\"mode\":\"accompany\",\"primer\":{\"names\":\"C4\"}", "field-of-another-language", "mode", "mode accompany cannot be asked of this model: it composes note names, which have no instruments.")]
    public async Task Compose_WishThatNoteNamesCannotHave_IsRefusedNamingTheField(string wish, string type, string field, string detail) =>
        await AssertRefusedAsync(await silo.SessionAsync(), wish, type, field, detail);

    [Fact]
    public async Task Compose_PrimerOfMoreBarsThanCanBeAccompanied_IsRefused()
    {
        var bars = string.Join(' ', Enumerable.Repeat("Bar", 256));
        var primer = JsonSerializer.Serialize(new { names = $"Bar TimeSig_4/4 {bars} Position_0 Tempo_123 Program_0 Pitch_60 Velocity_62 Duration_12" });

        await AssertRefusedAsync(
            await silo.Score24SessionAsync(), $"\"mode\":\"accompany\",\"instruments\":[\"bass\"],\"primer\":{primer}", "primer-invalid", "primer", "The primer has 257 bars, and at most 256 can be accompanied.");
    }

    [Fact]
    public async Task Compose_ModeThatIsNone_IsRefused()
    {
        using var response = await PostAsync(await silo.Score24SessionAsync(), """{"mode":"dance"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task AssertRefusedAsync(SessionSummary session, string wish, string type, string field, string detail)
    {
        using var response = await PostAsync(session, $"{{{wish}}}");

        Assert.StartsWith(detail, await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, type, field);
        Assert.Equal(0, (await silo.Client.Sessions.GetAsync(session.Id, Token)).Tunes);
    }

    private async Task<TuneSummary> ComposedAsync(SessionSummary session, string json)
    {
        using var response = await PostAsync(session, json, "wait=60");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
    }

    private async Task<HttpResponseMessage> PostAsync(SessionSummary session, string json, string? prefer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/sessions/{session.Id}/tunes") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return await silo.Http.SendAsync(request, Token);
    }

    private async Task<string[]> WordsAsync(SessionSummary session, int number) =>
        (await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/{number}/content?format=tokens", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
