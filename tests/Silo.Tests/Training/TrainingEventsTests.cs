using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Silo.Tests.Training;

/// <summary>The server-sent events of a training, byte by byte as the standard has them: https://html.spec.whatwg.org/multipage/server-sent-events.html</summary>
public sealed class TrainingEventsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_WholeTraining_AreNumberedTypedAndEnd()
    {
        var training = await silo.TrainedAsync();

        using var response = await silo.Http.GetAsync($"v1/trainings/{training.Id}/events", Token);
        var text = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = Parse(text);
        Assert.Equal(
            ["ping", "phase", "phase", "phase", "epoch", "checkpoint", "phase", "end"],
            events.Select(item => item.EventType).Where(type => type != "progress"));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], events.Where(item => item.EventType is not ("ping" or "progress" or "end")).Select(item => item.EventId));
        Assert.All(events.Where(item => item.EventType == "progress"), item => Assert.Null(item.EventId));
        Assert.EndsWith("event: end\ndata: {}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(TrainingPhase.Succeeded, JsonSerializer.Deserialize<TrainingEvent>(events[^2].Data, ContractJson.Options)?.Phase);
    }

    [Theory]
    [InlineData("0", 6)]
    [InlineData("4", 2)]
    [InlineData("6", 0)]
    [InlineData("600", 0)]
    [InlineData("nonsense", 6)]
    [InlineData("-3", 6)]
    [InlineData("99999999999999999999999", 6)]
    public async Task Events_AfterALastEventId_AreThoseBehindIt(string lastEventId, int expected)
    {
        var training = await silo.TrainedAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"v1/trainings/{training.Id}/events")
        { Headers = { { "Last-Event-ID", lastEventId } } };

        using var response = await silo.Http.SendAsync(request, Token);

        var events = Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            Enumerable.Range(7 - expected, expected).Select(number => $"{number}"),
            events.Where(item => item.EventId is not null).Select(item => item.EventId));
        Assert.Equal("end", events[^1].EventType);
    }

    [Fact]
    public async Task Events_OpenStream_CarryWhatHappens()
    {
        var training = await silo.TrainingAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/trainings/{training.Id}/events") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
        using var response = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token).GetAsyncEnumerator(Token);
        for (var i = 0; i < 3; i++) Assert.True(await events.MoveNextAsync()); // ping, and what was there

        await silo.Client.Trainings.CancelAsync(training.Id, Token);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("phase", "3"), (events.Current.EventType, events.Current.EventId));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("end", events.Current.EventType);
        Assert.False(await events.MoveNextAsync());
    }

    private static List<SseItem<string>> Parse(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return [.. SseParser.Create(stream).Enumerate()];
    }
}
