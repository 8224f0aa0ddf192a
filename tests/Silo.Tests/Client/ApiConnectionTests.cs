using System.Net;
using MusicGen.Client;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Training;

namespace MusicGen.Silo.Tests.Client;

/// <summary>The .NET client against a server that misbehaves.</summary>
public sealed class ApiConnectionTests
{
    private const string Ping = "event: ping\ndata: {}\n\n";
    private const string End = "event: end\ndata: {}\n\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_StreamThatBreaksOff_IsOpenedAgainBehindTheLastEvent()
    {
        var clock = new HurriedClock();
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.BreakAfter(Event(1) + Event(2)), ScriptedServer.Events(Event(3)), ScriptedServer.Events(""), ScriptedServer.Events(Event(4) + End));

        var events = await new MusicGenClient(server.Http, clock).Trainings.WatchAsync("t", Token).ToListAsync(Token);

        Assert.Equal([1, 2, 3, 4], events.Select(happened => happened.Sequence));
        Assert.All(server.Requests, request => Assert.Equal("/v1/trainings/t/events", request.Path));
        Assert.Equal([null, "2", "3", "3"], server.Requests.Select(request => request.LastEventId));
        Assert.Equal(3, clock.Pauses);
    }

    [Fact]
    public async Task Watch_EventWithoutAnId_DoesNotMoveTheMark()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.BreakAfter(Event(5) + Event(5, "progress", hasId: false)), ScriptedServer.Events(End));

        var events = await new MusicGenClient(server.Http, new HurriedClock()).Trainings.WatchAsync("t", Token).ToListAsync(Token);

        Assert.Equal([TrainingEventKind.Phase, TrainingEventKind.Progress], events.Select(happened => happened.Kind));
        Assert.Equal([null, "5"], server.Requests.Select(request => request.LastEventId));
    }

    [Fact]
    public async Task Watch_Pings_AreNotShown()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(Ping + Event(1) + Ping + End));

        Assert.Single(await new MusicGenClient(server.Http).Trainings.WatchAsync("t", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Watch_NothingBehindTheEnd_IsRead()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(Event(1) + End + Event(2)));

        Assert.Single(await new MusicGenClient(server.Http).Trainings.WatchAsync("t", Token).ToListAsync(Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Watch_ConnectionsThatBreakForTwoMinutes_GivesUp()
    {
        var clock = new HurriedClock();
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Events(Event(1)));

        var events = new MusicGenClient(server.Http, clock).Trainings.WatchAsync("t", Token);
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await events.ToListAsync(Token));

        Assert.Equal(120, clock.Pauses);
    }

    [Fact]
    public async Task Watch_Problem_IsThrownAtOnce()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Problem(404, """{"type":"urn:musicgen:problem:training-not-found","detail":"There is no training."}"""));

        var events = new MusicGenClient(server.Http).Trainings.WatchAsync("t", Token);
        var refused = await Assert.ThrowsAsync<MusicGenException>(async () => await events.ToListAsync(Token));

        Assert.Equal(
            (HttpStatusCode.NotFound, "urn:musicgen:problem:training-not-found", "There is no training."),
            (refused.Status, refused.Type, refused.Message));
    }

    [Fact]
    public async Task AnyRequest_Problem_IsAnExceptionWithItsTypeAndField()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Problem(422, """{"type":"urn:musicgen:problem:name-invalid","detail":"A name has 1 to 100 characters.","field":"name"}"""));

        var refused = await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http).Corpora.CreateAsync(new CreateCorpus(""), cancellationToken: Token));

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "urn:musicgen:problem:name-invalid", "A name has 1 to 100 characters.", "name"),
            (refused.Status, refused.Type, refused.Message, refused.Field));
    }

    [Fact]
    public async Task AnyRequest_FailureThatIsNoProblem_SaysTheStatus()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Text(500, "text/html", "<h1>Internal error</h1>"));

        var refused = await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http).Models.GetAsync("jazz", Token));

        Assert.Equal(
            (HttpStatusCode.InternalServerError, "about:blank", "The service answered 500.", null),
            (refused.Status, refused.Type, refused.Message, refused.Field));
    }

    [Fact]
    public async Task Download_Problem_IsAnException()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Problem(409, """{"type":"urn:musicgen:problem:tune-not-finished","detail":"Tune 1 is running."}"""));

        var refused = await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http).Sessions.MidiAsync("s", 1, Token));

        Assert.Equal("urn:musicgen:problem:tune-not-finished", refused.Type);
    }

    [Fact]
    public void Constructor_WithoutABaseAddress_IsRefused()
    {
        using var http = new HttpClient();

        Assert.Throws<ArgumentException>(() => new MusicGenClient(http));
    }

    private static string Event(int sequence, string kind = "phase", bool hasId = true)
    {
        var json = $$"""{"sequence":{{sequence}},"at":"2025-06-01T12:00:00Z","kind":"{{kind}}","phase":"running"}""";
        return $"event: {kind}\ndata: {json}\n{(hasId ? $"id: {sequence}\n" : "")}\n";
    }
}
