using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MusicGen.Tests.Azurite;

/// <summary>Passes connections on to a server of this machine; when it is told to, it breaks one in the middle of an answer, falls silent, or answers something else.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private const int Never = -1;

    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private long _breakAfter = Never;
    private int _broken;
    private string? _otherAnswer;
    private long _passed;
    private long _silentFrom = long.MaxValue;
    private TaskCompletionSource _speaking = new();

    /// <param name="target">The server's port.</param>
    public FaultyProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Connections that it broke.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>What happens each time between the break and its being noticed.</summary>
    public Func<Task> AfterBreaking { get; set; } = () => Task.CompletedTask;

    /// <summary>The next request is carried out, and the connection breaks when its answer comes.</summary>
    public void LoseNextAnswer() => BreakNextAnswerAfter(0);

    /// <summary>The next connection that gets so many bytes from the server from now on breaks there, once.</summary>
    public void BreakNextAnswerAfter(long bytes) => Interlocked.Exchange(ref _breakAfter, bytes);

    /// <summary>After so many more bytes of answers nothing of them is passed on, on any connection, and all stay open.</summary>
    public void FallSilentAfter(long bytes)
    {
        _speaking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _silentFrom, Interlocked.Read(ref _passed) + bytes);
    }

    /// <summary>Ends the silence: what was held back is passed on.</summary>
    public void SpeakAgain()
    {
        Interlocked.Exchange(ref _silentFrom, long.MaxValue);
        _speaking.TrySetResult();
    }

    /// <summary>Gives the next request another answer than the server's, and ends its connection.</summary>
    /// <param name="status">As in the first line, such as <c>400 Bad Request</c>.</param>
    /// <param name="errorCode">The service's own name for it.</param>
    public void ReplaceNextAnswer(string status, string errorCode) =>
        Volatile.Write(ref _otherAnswer, $"HTTP/1.1 {status}\r\nx-ms-error-code: {errorCode}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested) _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token), _ended.Token);
    }

    private async Task PassAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, cancellationToken);
            var requests = client.GetStream().CopyToAsync(server.GetStream(), cancellationToken);
            await Task.WhenAny(requests, AnswerAsync(server.GetStream(), client.GetStream(), cancellationToken));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone: so does the other.
        }
        finally
        {
            client.Client.Close(timeout: 0);
            client.Dispose();
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 14];
        while (await server.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (Interlocked.Exchange(ref _otherAnswer, null) is { } other)
            {
                await client.WriteAsync(Encoding.ASCII.GetBytes(other), cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken); // until the client has read it and closes
            }
            if (Interlocked.Add(ref _passed, read) > Interlocked.Read(ref _silentFrom)) await _speaking.Task.WaitAsync(cancellationToken);
            var left = Interlocked.Read(ref _breakAfter);
            if (left != Never && left <= read && Interlocked.CompareExchange(ref _breakAfter, Never, left) == left)
            {
                await client.WriteAsync(buffer.AsMemory(0, (int)left), cancellationToken);
                Interlocked.Increment(ref _broken);
                await AfterBreaking();
                return;
            }
            if (left > read) Interlocked.CompareExchange(ref _breakAfter, left - read, left);
            await client.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
