using System.Diagnostics;

namespace MusicGen.Cli.Tests;

/// <summary>The built command as a process; killed when disposed.</summary>
internal sealed class CommandProcess : IDisposable
{
    /// <summary>Against hanging only: nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private CommandProcess(string[] arguments, string? folder, string? server, string? key)
    {
        _patience.CancelAfter(Patience);
        var start = new ProcessStartInfo(Path.Join(AppContext.BaseDirectory, "musicgen"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["MUSICGEN_SERVER"] = server;
        start.Environment["MUSICGEN_KEY"] = key;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _errors = _process.StandardError.ReadToEndAsync(_patience.Token);
    }

    /// <param name="arguments">Of the command.</param>
    /// <param name="folder">Where it runs; null: where the tests run.</param>
    /// <param name="server">The environment's MUSICGEN_SERVER.</param>
    /// <param name="key">The environment's MUSICGEN_KEY.</param>
    public static CommandProcess Start(string[] arguments, string? folder = null, string? server = null, string? key = null) => new(arguments, folder, server, key);

    /// <summary>Runs the command to its end.</summary>
    public static async Task<Outcome> RunAsync(string[] arguments, string? folder = null, string? server = null, string? key = null)
    {
        using var process = Start(arguments, folder, server, key);
        return await process.EndAsync();
    }

    /// <summary>Reads lines up to the first one with this text.</summary>
    public async Task<string> LineAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
        throw new InvalidOperationException($"The command ended without a line that has '{text}': {await _errors}");
    }

    /// <summary>What Ctrl-C sends.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        await kill.WaitForExitAsync(_patience.Token);
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<Outcome> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(_patience.Token);
        await _process.WaitForExitAsync(_patience.Token);
        return new Outcome(_process.ExitCode, output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _patience.Dispose();
    }
}
