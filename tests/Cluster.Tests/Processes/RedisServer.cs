using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>Debian's redis-server as a process of its own, at a free port of 127.0.0.1, with a folder of its own. Killed when disposed.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";

    private readonly TemporaryFolder _folder = new();
    private readonly bool _isAppendOnly;
    private Process _process;

    private RedisServer(int port, bool isAppendOnly)
    {
        (Port, _isAppendOnly) = (port, isAppendOnly);
        _process = Launch();
    }

    /// <summary>What must be installed for it, as a sentence; null: nothing.</summary>
    public static string? Missing { get; } = File.Exists(Program) ? null : "Redis is not installed: apt-get install redis-server.";

    public int Port { get; }

    public string Place => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits until it answers; skips the test where it is not installed.</summary>
    /// <param name="isAppendOnly">Whether it keeps what it is told over its own death.</param>
    public static async Task<RedisServer> StartAsync(bool isAppendOnly = true)
    {
        if (Missing is { } missing) Assert.Skip(missing);
        var server = new RedisServer(FreePort.Find(), isAppendOnly);
        await server.UntilAnswersAsync();
        return server;
    }

    /// <summary>SIGSTOP: connections stay open and nothing is answered.</summary>
    public void Suspend() => Signals.Send(_process.Id, Signals.Stop);

    /// <summary>SIGCONT: everything that was sent meanwhile is answered.</summary>
    public void Continue() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>kill -9, and a new one at the same port with what the append-only file has.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        _process = Launch();
        await UntilAnswersAsync();
    }

    /// <summary>Forgets everything, as a server without an append-only file does when it restarts.</summary>
    public Task<string> EmptyAsync() => AskAsync("FLUSHALL");

    /// <summary>Sends a command.</summary>
    /// <returns>What it answers, as the protocol has it: https://redis.io/docs/latest/develop/reference/protocol-spec/</returns>
    public async Task<string> AskAsync(params string[] command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, Patience.Token);
        await using var stream = client.GetStream();
        var request = $"*{command.Length}\r\n" + string.Concat(command.Select(part => $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n")) + "*1\r\n$4\r\nQUIT\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), Patience.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo(
            Program,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", _isAppendOnly ? "yes" : "no", "--appendfsync", "everysec", "--logfile", "redis.log"]);
        return Process.Start(start)!;
    }

    private Task UntilAnswersAsync() => Patience.UntilAsync(
        async () =>
        {
            try
            {
                return (await AskAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal);
            }
            catch (SocketException)
            {
                return false;
            }
        },
        "Redis answers");
}
