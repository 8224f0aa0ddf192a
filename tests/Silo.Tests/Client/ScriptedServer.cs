using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MusicGen.Silo.Tests.Client;

/// <summary>A server that answers each request with the next of its answers, however strange.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<Func<HttpContext, Task>> _answers;

    private ScriptedServer(IEnumerable<Func<HttpContext, Task>> answers)
    {
        _answers = new Queue<Func<HttpContext, Task>>(answers);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(http =>
        {
            Requests.Add((http.Request.Path, http.Request.Headers["Last-Event-ID"]));
            IdempotencyKeys.Add(http.Request.Headers["Idempotency-Key"]);
            return _answers.Count > 0 ? _answers.Dequeue()(http) : AbortAsync(http);
        });
    }

    /// <summary>What came in, with the id that a returning reader has seen.</summary>
    public List<(string Path, string? LastEventId)> Requests { get; } = [];

    /// <summary>The key that each came with.</summary>
    public List<string?> IdempotencyKeys { get; } = [];

    public HttpClient Http { get; } = new();

    public static async Task<ScriptedServer> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var server = new ScriptedServer(answers);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Http.BaseAddress = new Uri(server._app.Urls.Single() + "/");
        return server;
    }

    /// <summary>Events as they are, then an orderly end of the response.</summary>
    public static Func<HttpContext, Task> Events(string text) => http =>
    {
        http.Response.ContentType = "text/event-stream";
        return http.Response.WriteAsync(text);
    };

    /// <summary>Events as they are, then the end of the connection before that of the response.</summary>
    public static Func<HttpContext, Task> BreakAfter(string text) => http =>
    {
        http.Response.ContentLength = Encoding.UTF8.GetByteCount(text) + 1;
        return Events(text)(http);
    };

    public static Func<HttpContext, Task> Problem(int status, string json) => Text(status, "application/problem+json", json);

    public static Func<HttpContext, Task> Text(int status, string contentType, string text) => http =>
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, contentType);
        return http.Response.WriteAsync(text);
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>The end of the connection, without an answer.</summary>
    public static Task AbortAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
