using System.Net;
using System.Net.Http.Json;
using System.Text;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Midi;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>Variations, tunes as primers, and what is deleted, over HTTP.</summary>
public sealed class VariationsEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_OfEachVariation_IsItsOwnMusic()
    {
        var session = await silo.Score24SessionAsync();
        var tune = await ComposedAsync(session, """{"bars":2,"seed":4,"variations":3}""");

        Assert.Equal((3, 3600), (tune.Settings.Variations, tune.Settings.ExpiresAfterSeconds));
        Assert.Equal(tune.CreatedAt.AddSeconds(3600), tune.ExpiresAt);
        foreach (var variation in tune.Variations)
        {
            using var file = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/content?variation={variation.Number}", Token);
            var score = MidiReader.Read(await file.Content.ReadAsByteArrayAsync(Token)).Score;
            Assert.Equal((variation.Notes, 2), (score.NoteCount, variation.BarsDone));
            Assert.Equal($"tune-1-{variation.Number}.mid", file.Content.Headers.ContentDisposition?.FileName);
            Assert.Equal(variation.WordsDone, (await LinesAsync(session, 1, variation.Number)).Length);
        }
        Assert.Equal(await silo.Client.Sessions.MidiAsync(session.Id, 1, Token), await silo.Client.Sessions.MidiAsync(session.Id, 1, 1, Token));
        Assert.NotEqual(await silo.Client.Sessions.NoteFileAsync(session.Id, 1, 2, Token), await silo.Client.Sessions.NoteFileAsync(session.Id, 1, 3, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task Content_OfNoVariation_IsNotFound(int variation)
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, """{"words":2,"variations":2}""");

        using var response = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/content?format=notes&variation={variation}", Token);

        Assert.Equal($"Tune 1 has no variation {variation}: they are numbered 1 to 2.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "variation-not-found", "variation");
    }

    [Fact]
    public async Task Watch_BehindAnyEvent_GivesWhatIsLeft()
    {
        var session = await silo.Score24SessionAsync();
        await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Bars: 3, Seed: 4, Variations: 2), cancellationToken: Token);

        var live = await silo.Client.Sessions.WatchAsync(session.Id, 1, Token).ToListAsync(Token);

        Assert.Equal(
            [(1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3), (null, null)],
            live.Select(happened => (happened.Variation, happened.Bar)));
        for (var after = 0; after <= live.Count; after++)
            Assert.Equivalent(live.Skip(after), await silo.Client.Sessions.WatchAsync(session.Id, 1, (long)after, Token).ToListAsync(Token), strict: true);
        Assert.StartsWith("event: ping\ndata: {}\n\nevent: bar\n", await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/1/events", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("x")]
    [InlineData("-5")]
    public async Task Watch_BehindAnEventOfNobodysMaking_Ends(string last)
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, """{"words":2}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/sessions/{session.Id}/tunes/1/events") { Headers = { { "Last-Event-ID", last } } };

        using var response = await silo.Http.SendAsync(request, Token);

        Assert.EndsWith("event: end\ndata: {}\n\n", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_TuneAsPrimer_GoesOnFromItsWords()
    {
        var (session, other) = (await silo.Score24SessionAsync(), await silo.Score24SessionAsync());
        await ComposedAsync(session, """{"bars":2,"seed":4,"variations":2}""");
        var words = await LinesAsync(session, 1, 2);

        var here = await ComposedAsync(session, """{"bars":1,"seed":5,"primer":{"tune":1,"variation":2}}""");
        var there = await ComposedAsync(other, $$$"""{"bars":1,"seed":5,"primer":{"session":"{{{session.Id}}}","tune":1,"variation":2}}""");

        Assert.Equal((words.Length - 1, words.Length - 1), (here.PrimerWords, there.PrimerWords)); // all but its end
        Assert.Equal(words[..^1], (await LinesAsync(session, 2, 1))[..here.PrimerWords]);
        Assert.Equal(await silo.Client.Sessions.MidiAsync(session.Id, 2, Token), await silo.Client.Sessions.MidiAsync(other.Id, 1, Token));
    }

    [Theory]
    [InlineData("""{"tune":2}""", HttpStatusCode.NotFound, "tune-not-found", "has no tune 2.")]
    [InlineData("""{"tune":1,"variation":2}""", HttpStatusCode.NotFound, "variation-not-found", "Tune 1 has no variation 2: they are numbered 1 to 1.")]
    [InlineData("""{"session":"nothing","tune":1}""", HttpStatusCode.NotFound, "session-not-found", "There is no generation session 'nothing'.")]
    [InlineData("""{"session":"../x","tune":1}""", HttpStatusCode.NotFound, "session-not-found", "There is no session of that id.")]
    [InlineData("""{"variation":1}""", HttpStatusCode.UnprocessableEntity, "primer-invalid", "A primer with a variation or a session needs the number of the tune: tune.")]
    [InlineData("""{"tune":1,"names":"C4"}""", HttpStatusCode.UnprocessableEntity, "primer-invalid", "Give a primer as names, as MIDI, as notes or as a tune: one of them.")]
    public async Task Compose_PrimerThatIsNoTune_IsRefusedWithTheReason(string primer, HttpStatusCode status, string type, string detail)
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, """{"words":2}""");

        using var response = await ComposeAsync(session, $$"""{"primer":{{primer}}}""");

        Assert.EndsWith(detail, await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, status, type, "primer");
    }

    [Fact]
    public async Task Compose_TuneOfAnotherLanguageAsPrimer_IsRefused()
    {
        var (names, bars) = (await silo.SessionAsync(), await silo.Score24SessionAsync());
        await ComposedAsync(names, """{"words":2}""");

        using var response = await ComposeAsync(bars, $$$"""{"primer":{"session":"{{{names.Id}}}","tune":1}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "primer-of-another-language", "primer");
    }

    [Fact]
    public async Task Compose_UnfinishedCanceledOrDeletedTuneAsPrimer_IsRefused()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);
        using var running = await ComposeAsync(session, """{"primer":{"tune":1}}""");
        await silo.Client.Sessions.CancelAsync(session.Id, 1, Token);
        using var canceled = await ComposeAsync(session, """{"primer":{"tune":1}}""");
        await silo.Client.Sessions.DeleteTuneAsync(session.Id, 1, Token);
        using var deleted = await ComposeAsync(session, """{"primer":{"tune":1}}""");

        await Refusal.AssertAsync(running, HttpStatusCode.Conflict, "tune-not-finished", "primer");
        Assert.Equal("Tune 1 ended as canceled and left no music: only a finished tune can be a primer.", await Refusal.DetailAsync(canceled));
        await Refusal.AssertAsync(canceled, HttpStatusCode.Conflict, "tune-not-succeeded", "primer");
        await Refusal.AssertAsync(deleted, HttpStatusCode.NotFound, "tune-deleted", "primer");
    }

    [Fact]
    public async Task Compose_KeyWithAnotherBody_IsRefused()
    {
        var session = await silo.SessionAsync();
        using var first = await ComposeAsync(session, """{"words":4,"temperature":1}""", key: "k");
        using var same = await ComposeAsync(session, """{ "temperature": 1.0, "words": 4, "seed": null }""", key: "k");
        using var other = await ComposeAsync(session, """{"words":5,"temperature":1}""", key: "k");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, same.StatusCode));
        Assert.Equal(1, (await same.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!.Number);
        await Refusal.AssertAsync(other, HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task Compose_KeyOfATuneWhosePrimerIsGone_GivesTheTune()
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, """{"words":4}""");
        using var first = await ComposeAsync(session, """{"primer":{"tune":1}}""", prefer: "wait=60", key: "k");
        await silo.Client.Sessions.DeleteTuneAsync(session.Id, 1, Token);

        using var again = await ComposeAsync(session, """{"primer":{"tune":1}}""", key: "k");
        using var other = await ComposeAsync(session, """{"primer":{"tune":1},"words":3}""", key: "k");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(2, (await again.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!.Number);
        await Refusal.AssertAsync(other, HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task Watch_TuneThatWaits_HasHeadersAtOnce()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);
        await silo.ComposeForLongAsync(session);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Token);
        soon.CancelAfter(TimeSpan.FromSeconds(10)); // a ping that comes for want of events takes 15

        using var response = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/2/events", HttpCompletionOption.ResponseHeadersRead, soon.Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await silo.Client.Sessions.DeleteAsync(session.Id, Token);
    }

    [Fact]
    public async Task DeleteTune_Finished_LeavesItsNumberWithoutFiles()
    {
        var session = await silo.SessionAsync();
        await ComposedAsync(session, """{"words":2}""");

        foreach (var _ in new[] { 1, 2 })
        {
            using var response = await silo.Http.DeleteAsync($"v1/sessions/{session.Id}/tunes/1", Token);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        Assert.NotNull((await silo.Client.Sessions.TuneAsync(session.Id, 1, Token)).DeletedAt);
        foreach (var part in new[] { "content", "content?format=tokens", "events" })
        {
            using var gone = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/{part}", Token);
            Assert.Equal("The files of tune 1 were deleted.", await Refusal.DetailAsync(gone));
            await Refusal.AssertAsync(gone, HttpStatusCode.NotFound, "tune-deleted");
        }
    }

    [Fact]
    public async Task DeleteTune_Running_IsRefused()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);

        using var response = await silo.Http.DeleteAsync($"v1/sessions/{session.Id}/tunes/1", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "tune-not-ended");
        await silo.Client.Sessions.CancelAsync(session.Id, 1, Token);
    }

    [Fact]
    public async Task Delete_SessionThatComposes_IsGoneAndEndsItsStreams()
    {
        var session = await silo.SessionAsync();
        await silo.ComposeForLongAsync(session);
        await using var watching = silo.Client.Sessions.WatchAsync(session.Id, 1, Token).GetAsyncEnumerator(Token);
        Assert.True(await watching.MoveNextAsync());

        await silo.Client.Sessions.DeleteAsync(session.Id, Token);

        while (await watching.MoveNextAsync()) Assert.Equal(TunePhase.Running, watching.Current.Phase);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            using var gone = await silo.Http.SendAsync(new HttpRequestMessage(method, $"v1/sessions/{session.Id}"), Token);
            await Refusal.AssertAsync(gone, HttpStatusCode.NotFound, "session-not-found");
        }
        var page = await silo.Http.GetFromJsonAsync<Page<SessionSummary>>("v1/sessions?limit=200", ContractJson.Options, Token);
        Assert.DoesNotContain(page!.Items, item => item.Id == session.Id);
    }

    private async Task<string[]> LinesAsync(SessionSummary session, int number, int variation) =>
        (await silo.Http.GetStringAsync($"v1/sessions/{session.Id}/tunes/{number}/content?format=tokens&variation={variation}", Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<TuneSummary> ComposedAsync(SessionSummary session, string json)
    {
        using var response = await ComposeAsync(session, json, prefer: "wait=60");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<TuneSummary>(ContractJson.Options, Token))!;
    }

    private async Task<HttpResponseMessage> ComposeAsync(SessionSummary session, string json, string? prefer = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/sessions/{session.Id}/tunes") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await silo.Http.SendAsync(request, Token);
    }
}
