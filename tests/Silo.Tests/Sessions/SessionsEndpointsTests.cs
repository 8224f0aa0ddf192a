using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Sessions;

public sealed class SessionsEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Session_IsCreatedAtItsPlaceAndListed()
    {
        var model = await silo.ModelAsync();

        using var response = await silo.Http.PostAsJsonAsync("v1/sessions", new { model, name = "Evening" }, Token);

        var session = (await response.Content.ReadFromJsonAsync<SessionSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.Created, $"/v1/sessions/{session.Id}"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal(("Evening", model, 1, 0), (session.Name, session.Model, session.ModelVersion, session.Tunes));
        Assert.Equal(session, await silo.Client.Sessions.GetAsync(session.Id, Token));
        var listed = new List<SessionSummary>(); // other tests have made more than a page of them, if they came before
        for (var cursor = ""; cursor is not null;)
        {
            var page = await silo.Http.GetFromJsonAsync<Page<SessionSummary>>($"v1/sessions?limit=200&cursor={cursor}", ContractJson.Options, Token);
            listed.AddRange(page!.Items);
            cursor = page.Next;
        }
        Assert.Contains(session, listed);
    }

    [Fact]
    public async Task Create_TwiceWithOneKey_IsOneSession()
    {
        var model = await silo.ModelAsync();

        var first = await silo.Client.Sessions.CreateAsync(new CreateSession(model), "session key", Token);
        var again = await silo.Client.Sessions.CreateAsync(new CreateSession(model, "Other"), "session key", Token);

        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../x")]
    [InlineData("")]
    public async Task Create_WithNoModel_IsNotFound(string model)
    {
        using var response = await silo.Http.PostAsJsonAsync("v1/sessions", new { model }, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "model-not-found", "model");
    }

    [Fact]
    public async Task Compose_WithoutPatience_IsAcceptedAtItsPlaceWithDefaults()
    {
        var session = await silo.SessionAsync();

        using var response = await ComposeAsync(session, "{}");

        var tune = (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.Accepted, $"/v1/sessions/{session.Id}/tunes/1"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal(
            (128, 1.0, 0, 0.95, 120.0, 0),
            (
                tune.Settings.Words,
                tune.Settings.Temperature,
                tune.Settings.TopK,
                tune.Settings.TopP,
                tune.Settings.TempoQpm,
                tune.PrimerWords));
        Assert.InRange(tune.Settings.Seed, 0, (1L << 53) - 1);
    }

    [Fact]
    public async Task Compose_PreferWait_GivesTheFinishedTune()
    {
        var session = await silo.SessionAsync();

        using var response = await ComposeAsync(session, """{"words":8,"seed":5}""", prefer: "respond-async, wait=30");

        var tune = (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.OK, TunePhase.Succeeded, 8, 5), (response.StatusCode, tune.Phase, tune.WordsDone, tune.Settings.Seed));
    }

    [Theory]
    [InlineData("wait=")]
    [InlineData("wait=0")]
    [InlineData("wait=-1")]
    [InlineData("wait=soon")]
    [InlineData("wait=99999999999")]
    [InlineData("respond-async")]
    public async Task Compose_PreferOfNobodysMaking_IsLikeNone(string prefer)
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), """{"words":1}""", prefer);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Compose_TwiceWithOneKey_IsOneTune()
    {
        var session = await silo.SessionAsync();

        var first = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 4), "tune key", Token);
        var again = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 4), "tune key", Token);
        var other = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 4), "tune key 2", Token);

        Assert.Equal((1, 1, 2), (first.Number, again.Number, other.Number));
        Assert.Equal(first.Settings.Seed, again.Settings.Seed);
    }

    [Theory]
    [InlineData("words", "0")]
    [InlineData("words", "4097")]
    [InlineData("seed", "-1")]
    [InlineData("seed", "9007199254740992")]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "5.1")]
    [InlineData("topK", "-1")]
    [InlineData("topP", "0")]
    [InlineData("topP", "1.1")]
    [InlineData("minP", "-0.1")]
    [InlineData("minP", "1.1")]
    [InlineData("repetitionPenalty", "-1")]
    [InlineData("repetitionPenalty", "20.1")]
    [InlineData("repetitionLength", "0")]
    [InlineData("repetitionLength", "1025")]
    [InlineData("tempoQpm", "19")]
    [InlineData("tempoQpm", "401")]
    [InlineData("variations", "0")]
    [InlineData("variations", "9")]
    [InlineData("expiresAfterSeconds", "9")]
    [InlineData("expiresAfterSeconds", "86401")]
    public async Task Compose_OptionOutOfRange_IsRefusedNamingTheField(string field, string value)
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), $$"""{"{{field}}":{{value}}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "option-out-of-range", field);
    }

    [Theory]
    [InlineData("""{"words":4096,"temperature":0,"topK":2147483647,"topP":1,"tempoQpm":400,"seed":9007199254740991,"minP":1,"repetitionPenalty":20,"repetitionLength":1}""")]
    [InlineData("""{"words":1,"temperature":5,"topK":1,"topP":1e-300,"tempoQpm":20,"seed":0}""")]
    [InlineData("""{"words":1,"temperature":1e-300}""")]
    public async Task Compose_OptionsAtTheirEnds_Succeed(string options)
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), options, prefer: "wait=60");

        Assert.Equal(TunePhase.Succeeded, (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!.Phase);
    }

    [Fact]
    public async Task Compose_PrimerOfTooManyNames_IsRefusedWithTheBound()
    {
        var names = string.Join(' ', Enumerable.Repeat("C4", 4097));
        using var response = await ComposeAsync(await silo.SessionAsync(), JsonSerializer.Serialize(new { primer = new { names } }));

        Assert.Equal("The primer is too long: it has 4,097 note names and chords, and 4,096 are the most.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "primer-invalid", "primer");
    }

    [Theory]
    [InlineData("""{"names":"C4 what E4"}""", "primer-invalid", "'what' is neither a note name")]
    [InlineData("""{"names":"C4","midi":"AAAA"}""", "primer-invalid", "Give a primer as names, as MIDI, as notes or as a tune: one of them.")]
    [InlineData("""{"midi":"AAAA"}""", "primer-invalid", "The MIDI primer cannot be read: ")]
    [InlineData("""{"midi":""}""", "primer-invalid", "The MIDI primer cannot be read: ")]
    [InlineData("{}", "primer-invalid", "Give a primer as names, as MIDI, as notes or as a tune: one of them.")]
    [InlineData("""{"names":" "}""", "primer-invalid", "The primer has no word.")]
    [InlineData("""{"names":"C9 1.2"}""", "primer-outside-vocabulary", "The model has never heard C9, 1.2")]
    public async Task Compose_PrimerThatIsNone_IsRefusedWithTheReason(string primer, string type, string detail)
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), $$"""{"primer":{{primer}}}""");

        Assert.StartsWith(detail, await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, type, "primer");
    }

    [Fact]
    public async Task Compose_PrimerTooLong_IsRefused()
    {
        var session = await silo.SessionAsync();
        using var words = await ComposeAsync(session, $$$"""{"primer":{"names":"{{{string.Join(' ', Enumerable.Repeat("C4", 4097))}}}"}}""");
        using var bytes = await ComposeAsync(session, $$$"""{"primer":{"midi":"{{{Convert.ToBase64String(new byte[(1 << 20) + 1])}}}"}}""");
        using var drums = await ComposeAsync(session, $$$"""{"primer":{"midi":"{{{Convert.ToBase64String(MidiFiles.Drums(35))}}}"}}""");

        foreach (var response in new[] { words, bytes, drums }) await Refusal.AssertAsync(
            response,
            HttpStatusCode.UnprocessableEntity,
            "primer-invalid",
            "primer");
    }

    [Fact]
    public async Task Compose_MidiThatIsNotBase64_IsABadRequest()
    {
        using var response = await ComposeAsync(await silo.SessionAsync(), """{"primer":{"midi":"***"}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task Content_OfAFinishedTune_IsMidiNotesOrNames()
    {
        var session = await silo.SessionAsync();
        var midiPrimer = Convert.ToBase64String(MidiFiles.Melody(60, 64));
        using var composed = await ComposeAsync(session, $$$"""{"words":6,"tempoQpm":90,"primer":{"midi":"{{{midiPrimer}}}"}}""", prefer: "wait=60");
        var path = $"v1/sessions/{session.Id}/tunes/1/content";

        using var midi = await silo.Http.GetAsync(path, Token);
        var names = (await silo.Http.GetStringAsync($"{path}?format=names", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var notes = NoteFile.Read(await silo.Http.GetStringAsync($"{path}?format=notes", Token));
        using var other = await silo.Http.GetAsync($"{path}?format=mp3", Token);

        Assert.Equal(("audio/midi", "tune-1.mid"), (midi.Content.Headers.ContentType?.MediaType, midi.Content.Headers.ContentDisposition?.FileName));
        var score = MidiReader.Read(await midi.Content.ReadAsByteArrayAsync(Token)).Score;
        Assert.Equal(8 * 60 / 90.0 / 2, score.Duration.TotalSeconds, tolerance: 0.001); // two words of the primer and six more, an eighth each
        Assert.Equal(8, names.Length);
        Assert.Equal(["C4", "E4"], names[..2]);
        Assert.Equal(score.NoteCount, notes.NoteCount);
        await Refusal.AssertAsync(other, HttpStatusCode.UnprocessableEntity, "format-unknown", "format");
    }

    [Fact]
    public async Task Content_Range_IsThatPart()
    {
        var session = await silo.SessionAsync();
        using var composed = await ComposeAsync(session, """{"words":4}""", prefer: "wait=60");
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"v1/sessions/{session.Id}/tunes/1/content")
        { Headers = { Range = new RangeHeaderValue(0, 3) } };

        using var response = await silo.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("MThd"u8.ToArray(), await response.Content.ReadAsByteArrayAsync(Token));
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task Content_OfACanceledTune_IsRefused()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);
        var canceled = await silo.Client.Sessions.CancelAsync(session.Id, 1, Token);

        using var response = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/content", Token);

        Assert.Equal(TunePhase.Canceled, canceled.Phase);
        Assert.Equal("Tune 1 is canceled: there is nothing to download.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "tune-not-finished");
    }

    [Fact]
    public async Task Compose_PatienceThatEndsFirst_IsAccepted()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);

        using var response = await ComposeAsync(session, """{"words":1}""", prefer: "wait=1");

        Assert.Equal((HttpStatusCode.Accepted, $"/v1/sessions/{session.Id}/tunes/2"), (response.StatusCode, response.Headers.Location?.ToString()));
        await silo.Client.Sessions.CancelAsync(session.Id, 1, Token);
    }

    [Fact]
    public async Task Compose_MoreThanSixteenUnfinished_IsBusy()
    {
        var session = await silo.SessionAsync();
        for (var i = 0; i < 16; i++) await silo.ComposeForLongAsync(session);

        using var response = await ComposeAsync(session, "{}");

        await Refusal.AssertAsync(response, HttpStatusCode.TooManyRequests, "session-busy");
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        foreach (var number in Enumerable.Range(1, 16).Reverse()) await silo.Client.Sessions.CancelAsync(session.Id, number, Token);
    }

    [Fact]
    public async Task Cancel_FinishedTune_IsRefused()
    {
        var session = await silo.SessionAsync();
        using var composed = await ComposeAsync(session, """{"words":1}""", prefer: "wait=60");

        using var response = await silo.Http.PostAsync($"v1/sessions/{session.Id}/tunes/1:cancel", null, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "tune-ended");
    }

    [Theory]
    [InlineData("GET", "tunes/2")]
    [InlineData("GET", "tunes/0")]
    [InlineData("GET", "tunes/-1")]
    [InlineData("GET", "tunes/2147483647")]
    [InlineData("DELETE", "tunes/2")]
    [InlineData("GET", "tunes/2/events")]
    [InlineData("GET", "tunes/2/content")]
    [InlineData("POST", "tunes/2:cancel")]
    public async Task AnyPart_OfNoTune_IsNotFound(string method, string path)
    {
        var session = await silo.SessionAsync();
        using var unknown = await silo.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"v1/sessions/{session.Id}/{path}"), Token);
        using var nowhere = await silo.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"v1/sessions/nothing/{path}"), Token);

        await Refusal.AssertAsync(unknown, HttpStatusCode.NotFound, "tune-not-found");
        await Refusal.AssertAsync(nowhere, HttpStatusCode.NotFound, "session-not-found");
    }

    [Fact]
    public async Task Compose_InNoSession_IsNotFound()
    {
        using var response = await silo.Http.PostAsJsonAsync("v1/sessions/nothing/tunes", new { }, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "session-not-found");
    }

    [Fact]
    public async Task Watch_Tune_GivesItsWordsAndResumes()
    {
        var session = await silo.SessionAsync();
        await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 40), cancellationToken: Token);

        var events = await silo.Client.Sessions.WatchAsync(session.Id, 1, Token).ToListAsync(Token);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"v1/sessions/{session.Id}/tunes/1/events")
        { Headers = { { "Last-Event-ID", "2" } } };
        using var resumed = await silo.Http.SendAsync(request, Token);
        var text = await resumed.Content.ReadAsStringAsync(Token);

        var words = events.SelectMany(happened => happened.Words).ToArray();
        Assert.Equal((40, TunePhase.Succeeded), (words.Length, events[^1].Phase));
        Assert.StartsWith($"event: ping\ndata: {{}}\n\nevent: words\ndata: {{\"sequence\":3,\"phase\":\"running\",\"words\":[\"{words[32]}\"", text, StringComparison.Ordinal);
        Assert.Contains("],\"variation\":1,\"index\":32}\nid: 3\n\n", text, StringComparison.Ordinal);
        Assert.EndsWith("event: phase\ndata: {\"sequence\":4,\"phase\":\"succeeded\",\"words\":[]}\nid: 4\n\nevent: end\ndata: {}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(
            words,
            (await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/1/content?format=names", Token)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Tunes_ByCursor_NamesEachTuneOnce()
    {
        var session = await silo.SessionAsync();
        for (var i = 0; i < 3; i++) await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 1), cancellationToken: Token);

        var first = await silo.Client.Sessions.TunesAsync(session.Id, limit: 2, cancellationToken: Token);
        var last = await silo.Client.Sessions.TunesAsync(session.Id, first.Next, 2, Token);

        Assert.Equal([1, 2, 3], first.Items.Concat(last.Items).Select(tune => tune.Number));
        Assert.Null(last.Next);
    }

    private async Task<HttpResponseMessage> ComposeAsync(SessionSummary session, string json, string? prefer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/sessions/{session.Id}/tunes") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return await silo.Http.SendAsync(request, Token);
    }
}
