using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>One address for several silos: each connection goes to the next one that is ready, and, as some balancers do, is cut when that one is ready no more.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);

    private readonly Func<IReadOnlyList<Uri>> _silos;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Uri, CancellationTokenSource> _ready = new();
    private readonly Task _work;
    private int _next;

    /// <param name="silos">Where the silos listen; asked again and again.</param>
    public Balancer(Func<IReadOnlyList<Uri>> silos)
    {
        _silos = silos;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _work = Task.WhenAll(AcceptAsync(), ProbeAsync());
    }

    public Uri Address { get; }

    /// <summary>Whether connections to a silo that is ready no more are cut; else they stand as long as that one keeps them open, as those of a hung silo are.</summary>
    public bool CutsConnections { get; set; } = true;

    /// <summary>Waits until all silos are ready where they are now.</summary>
    public Task UntilReadyAsync() => Patience.UntilAsync(() => _silos().All(_ready.ContainsKey), "all silos are ready");

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            if (await ConnectAsync(server) is not { } ready) return;
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(ready, _ended.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), cut.Token),
                server.GetStream().CopyToAsync(client.GetStream(), cut.Token));
            await cut.CancelAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone: so does the other.
        }
        finally
        {
            client.Client.Close(timeout: 0);
            client.Dispose();
        }
    }

    /// <returns>Cut when the silo is ready no more; null: none takes the connection.</returns>
    private async Task<CancellationToken?> ConnectAsync(TcpClient server)
    {
        var first = Interlocked.Increment(ref _next);
        var silos = _ready.ToArray();
        for (var i = 0; i < silos.Length; i++)
        {
            var (address, ready) = silos[(int)((uint)(first + i) % (uint)silos.Length)];
            try
            {
                var token = ready.Token;
                await server.ConnectAsync(address.Host, address.Port, _ended.Token);
                return token;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The next one, then.
            }
        }
        return null;
    }

    private async Task ProbeAsync()
    {
        using var http = new HttpClient { Timeout = ProbePatience };
        using var timer = new PeriodicTimer(ProbeInterval);
        do
        {
            var silos = _silos();
            foreach (var gone in _ready.Keys.Except(silos)) Drop(gone);
            await Task.WhenAll(silos.Select(ProbeOneAsync));
        }
        while (await timer.WaitForNextTickAsync(_ended.Token));

        async Task ProbeOneAsync(Uri silo)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(silo, "readyz"), _ended.Token);
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable) Drop(silo);
                else _ready.TryAdd(silo, new CancellationTokenSource());
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                Drop(silo);
            }
        }
    }

    private void Drop(Uri silo)
    {
        if (_ready.TryRemove(silo, out var connections) && CutsConnections) connections.Cancel();
    }
}
