using System.Net;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Tests.Client;

/// <summary>A node that hangs: its connections stand, and nothing comes.</summary>
public sealed class SilenceTests
{
    private const string Session = """{"id":"s","name":"Evening","model":"m","modelVersion":1,"createdAt":"2026-01-01T00:00:00Z","tunes":0}""";
    private const string Ping = "event: ping\ndata: {}\n\n";
    private const string End = "event: end\ndata: {}\n\n";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly HurriedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_SilentNode_IsAskedForAgainWithTheSameKey()
    {
        var handler = new ScriptedHandler(SilentFor(15), SilentFor(40), Made);

        var made = await Client(handler).Sessions.CreateAsync(new CreateSession("m"), cancellationToken: Token);

        Assert.Equal("s", made.Id);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Single(handler.Requests.SelectMany(request => request.Headers.GetValues("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task Get_NodesStaySilent_GivesUpAtTheThirdAndSaysWhy()
    {
        var handler = new ScriptedHandler(SilentFor(15), SilentFor(40), SilentFor(40), Made);

        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(handler).Sessions.GetAsync("s", Token));

        Assert.Equal("The service was silent for 40 s.", failure.Message);
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task Publish_SilentNode_IsAwaitedForLongerAndNotDoneTwice()
    {
        var handler = new ScriptedHandler(SilentFor(120), Made);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(handler).Models.PublishAsync(new PublishModel("t", "jazz"), Token));

        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Get_AnswerThatHaltsMidway_IsAskedForAgain()
    {
        var handler = new ScriptedHandler(Answering("application/json", (Second, Session[..20])), Made);

        Assert.Equal("s", (await Client(handler).Sessions.GetAsync("s", Token)).Id);
    }

    [Fact]
    public async Task Get_AnswerThatComesSlowly_IsAwaited()
    {
        var handler = new ScriptedHandler(Answering("application/json", (59 * Second, Session[..20]), (59 * Second, Session[20..40]), (59 * Second, Session[40..]), (59 * Second, null)));

        Assert.Equal("s", (await Client(handler).Sessions.GetAsync("s", Token)).Id);
    }

    [Fact]
    public async Task Upload_ContentOnItsWay_IsNoSilence()
    {
        var handler = new ScriptedHandler(async (request, cancellationToken) =>
        {
            await request.Content!.CopyToAsync(new SlowSink(_clock, 9 * 60 * Second), cancellationToken);
            _clock.Advance(9 * 60 * Second);
            cancellationToken.ThrowIfCancellationRequested();
            return ScriptedHandler.Answer("application/json", """{"corpus":"c","number":1,"phase":"running","files":2,"done":0,"accepted":0,"duplicates":0,"rejected":0}""");
        });

        var upload = await Client(handler).Corpora.UploadAsync("c", [new MidiFile("a.mid", new byte[1000]), new MidiFile("b.mid", new byte[1000])], Token);

        Assert.Equal(2, upload.Files);
        Assert.InRange(_clock.Skipped, 3 * 9 * 60 * Second, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Upload_ContentThatIsNotTaken_IsGivenUp()
    {
        var handler = new ScriptedHandler(SilentFor(600));

        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(handler).Corpora.UploadAsync("c", [new MidiFile("a.mid", new byte[1000])], Token));

        Assert.Equal("The service was silent for 600 s.", failure.Message);
    }

    [Fact]
    public async Task Audio_RenderingThatTakesMinutes_IsAwaited()
    {
        var handler = new ScriptedHandler((_, cancellationToken) =>
        {
            _clock.Advance(9 * 60 * Second);
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(ScriptedHandler.Answer("audio/ogg", "OggS"));
        });
        var target = new MemoryStream();

        await Client(handler).Sessions.AudioAsync("s", 1, 1, AudioFormat.Ogg, target, Token);

        Assert.Equal("OggS"u8.ToArray(), target.ToArray());
    }

    [Fact]
    public async Task Audio_ContentThatHalts_IsGivenUp()
    {
        var handler = new ScriptedHandler(Answering("audio/ogg", (Second, "OggS")));
        var target = new MemoryStream();

        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(handler).Sessions.AudioAsync("s", 1, 1, AudioFormat.Ogg, target, Token));

        Assert.Equal("The service was silent for 60 s.", failure.Message);
        Assert.Equal("OggS"u8.ToArray(), target.ToArray());
    }

    [Fact]
    public async Task Watch_StreamWithoutEvenAPing_IsOpenedAgainBehindTheLastEvent()
    {
        var handler = new ScriptedHandler(
            Answering("text/event-stream", (Second, Ping), (44 * Second, Event(1)), (44 * Second, Ping), (44 * Second, Ping), (45 * Second, "")),
            SilentFor(15),
            Answering("text/event-stream", (Second, Event(2) + End)));

        var events = await Client(handler).Trainings.WatchAsync("t", Token).ToListAsync(Token);

        Assert.Equal([1, 2], events.Select(happened => happened.Sequence));
        Assert.Equal([null, "1", "1"], handler.Requests.Select(request => request.Headers.TryGetValues("Last-Event-ID", out var ids) ? ids.Single() : null));
    }

    [Fact]
    public async Task Watch_NobodyAnswersAnyMore_GivesUpAfterMinutes()
    {
        var handler = new ScriptedHandler(Answering("text/event-stream", (Second, Event(1)), (45 * Second, ""))) { Rest = Silent };

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await Client(handler).Trainings.WatchAsync("t", Token).ToListAsync(Token));

        Assert.InRange(_clock.Skipped.TotalMinutes, 2, 5);

        async Task<HttpResponseMessage> Silent(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested) _clock.Advance(Second);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task Watch_StreamsThatEndAfterPings_AreOpenedAgainForHours()
    {
        var endsEarly = Answering("text/event-stream", (15 * Second, Ping), (15 * Second, Ping), (15 * Second, Ping), (14 * Second, null)); // as behind a proxy that gives each a minute
        var handler = new ScriptedHandler([.. Enumerable.Repeat(endsEarly, 200), Answering("text/event-stream", (Second, Event(1) + End))]);

        var events = await Client(handler).Trainings.WatchAsync("t", Token).ToListAsync(Token);

        Assert.Equal([1], events.Select(happened => happened.Sequence));
        Assert.Equal(201, handler.Requests.Count);
        Assert.InRange(_clock.Skipped.TotalHours, 3, 4);
    }

    [Fact]
    public async Task Watch_StreamsThatEndWithoutEvenAPing_GivesUpAfterTwoMinutes()
    {
        var handler = new ScriptedHandler { Rest = Answering("text/event-stream", (9 * Second, null)) };

        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await Client(handler).Trainings.WatchAsync("t", Token).ToListAsync(Token));

        Assert.Equal("The service sent nothing more at v1/trainings/t/events.", failure.Message);
        Assert.InRange(_clock.Skipped.TotalSeconds, 120, 140);
    }

    [Fact]
    public async Task Audio_ServiceGivesUpAfterHalfAMinute_IsAskedOnceMore()
    {
        var handler = new ScriptedHandler(GivingUpAfter(30), Answering("audio/ogg", (Second, "OggS"), (Second, null)));
        var target = new MemoryStream();

        await Client(handler).Sessions.AudioAsync("s", 1, 1, AudioFormat.Ogg, target, Token);

        Assert.Equal("OggS"u8.ToArray(), target.ToArray());
    }

    [Fact]
    public async Task Audio_ServiceGivesUpAgain_IsItsLastWord()
    {
        var handler = new ScriptedHandler(GivingUpAfter(30), GivingUpAfter(30), Answering("audio/ogg", (Second, "OggS"), (Second, null)));

        var failure = await Assert.ThrowsAsync<MusicGenException>(() => Client(handler).Sessions.AudioAsync("s", 1, 1, AudioFormat.Ogg, new MemoryStream(), Token));

        Assert.Equal(("urn:musicgen:problem:timeout", 2), (failure.Type, handler.Requests.Count));
    }

    [Fact]
    public async Task Get_ConnectionThatTakesTooLong_IsNone()
    {
        var handler = new ScriptedHandler((_, _) => throw new TaskCanceledException("A connection could not be established within the configured ConnectTimeout.", new TimeoutException()));

        var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(handler).Sessions.GetAsync("s", Token));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task Get_CanceledInASilence_IsCanceled()
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var handler = new ScriptedHandler(async (_, cancellationToken) =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(handler).Sessions.GetAsync("s", canceled.Token));

        Assert.Single(handler.Requests);
    }

    private static Task<HttpResponseMessage> Made(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(ScriptedHandler.Answer("application/json", Session, HttpStatusCode.Created));

    private static string Event(int sequence)
    {
        var json = $$"""{"sequence":{{sequence}},"at":"2025-06-01T12:00:00Z","kind":"phase","phase":"running"}""";
        return $"event: phase\ndata: {json}\nid: {sequence}\n\n";
    }

    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> SilentFor(int seconds) => ScriptedHandler.SilentFor(seconds * Second, _clock);

    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> GivingUpAfter(int seconds) => (_, _) =>
    {
        _clock.Advance(seconds * Second);
        return Task.FromResult(ScriptedHandler.Answer("application/problem+json", """{"type":"urn:musicgen:problem:timeout","detail":"It took too long."}""", HttpStatusCode.GatewayTimeout));
    };

    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answering(string type, params (TimeSpan Silence, string? Text)[] parts) =>
        (_, _) => Task.FromResult(ScriptedHandler.Answer(type, new HaltingStream(_clock, parts)));

    private MusicGenClient Client(ScriptedHandler handler) =>
        new(new HttpClient(handler) { BaseAddress = new Uri("http://service.test/"), Timeout = Timeout.InfiniteTimeSpan }, _clock);

    /// <summary>Takes whatever it is given, each part after a while.</summary>
    private sealed class SlowSink(HurriedClock clock, TimeSpan pause) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(pause);
            cancellationToken.ThrowIfCancellationRequested();
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
