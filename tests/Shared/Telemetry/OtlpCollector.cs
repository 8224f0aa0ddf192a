using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MusicGen.Tests.Telemetry;

/// <summary>A collector that keeps what exporters send to it by OTLP over HTTP, at a free port of 127.0.0.1.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();

    public OtlpCollector()
    {
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = TakeAsync();
    }

    /// <summary>For <c>Telemetry:Endpoint</c>, with <c>Telemetry:Protocol</c> <c>Http</c>.</summary>
    public string Address { get; }

    /// <summary>Every span that has come.</summary>
    public IReadOnlyList<SentSpan> Spans => [.. _taken.Where(one => one.Path == "/v1/traces").SelectMany(one => SentSpan.In(one.Body))];

    /// <summary>What came to a path, with the names in it as they lie in the protocol's buffers.</summary>
    public string TextOf(string path) => string.Concat(_taken.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            var context = await _listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _taken.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
            context.Response.Close();
        }
    }
}
