using System.Net;
using System.Text;

namespace MusicGen.Silo.Tests.Client;

/// <summary>Answers each request with the next of its answers, on the client's own thread: what it does to a clock is done while the client waits.</summary>
internal sealed class ScriptedHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = new(answers);

    /// <summary>What was asked, in turn.</summary>
    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>Where the answers have run out.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Rest { get; init; } = (_, _) => throw new HttpRequestException("Nobody is there.");

    /// <summary>The connection stands, and nothing comes for so long or longer.</summary>
    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> SilentFor(TimeSpan silence, HurriedClock clock) => async (_, cancellationToken) =>
    {
        clock.Advance(silence - TimeSpan.FromMilliseconds(1));
        Assert.False(cancellationToken.IsCancellationRequested, $"It was given up before {silence} were over.");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(cancellationToken.IsCancellationRequested, $"It was not given up after {silence}.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException();
    };

    public static HttpResponseMessage Answer(string type, string text, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(text, Encoding.UTF8, type) };

    public static HttpResponseMessage Answer(string type, Stream content) => new(HttpStatusCode.OK) { Content = new StreamContent(content) { Headers = { ContentType = new(type) } } };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return _answers.Count > 0 ? _answers.Dequeue()(request, cancellationToken) : Rest(request, cancellationToken);
    }
}
