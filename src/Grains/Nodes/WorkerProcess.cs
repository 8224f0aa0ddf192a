using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>One worker process: the job goes in, events come out, one JSON value a line.</summary>
/// <remarks>The worker ends by itself when this process does: its standard input ends then.</remarks>
internal sealed class WorkerProcess : IDisposable
{
    private const int LastWordsKept = 2000;

    private readonly Process _process;
    private readonly StringBuilder _lastWords = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Its exit code, once <see cref="ReadEventsAsync"/> has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The end of its error output.</summary>
    public string? LastWords
    {
        get
        {
            lock (_lastWords) return _lastWords.Length == 0 ? null : _lastWords.ToString().Trim();
        }
    }

    /// <summary>Starts the worker and hands it its job.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public static async Task<WorkerProcess> StartAsync(string executable, WorkerJob job)
    {
        var process = Process.Start(new ProcessStartInfo(executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var worker = new WorkerProcess(process);
        await worker.SendAsync(job);
        return worker;
    }

    /// <summary>Asks it to write a checkpoint and exit.</summary>
    public Task StopAsync() => SendAsync(WorkerCommand.Stop);

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has exited.
        }
    }

    /// <summary>What the worker says, until it has exited. A line that is no event is kept with its last words.</summary>
    public async IAsyncEnumerable<WorkerEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Parse(line) is { } happened) yield return happened;
            else Remember(line);
        }
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends the worker if it still runs, and lets go of its pipes.</summary>
    public void Dispose()
    {
        Kill();
        _process.StandardOutput.Dispose();
        CloseInput();
        _process.Dispose();
    }

    private static WorkerEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerEvent>(line, ContractJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task SendAsync<T>(T message)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(message, ContractJson.Options));
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It died; its exit says so.
        }
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // Nobody is left to read what was still unsent.
        }
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_lastWords)
        {
            _lastWords.AppendLine(line);
            if (_lastWords.Length > LastWordsKept) _lastWords.Remove(0, _lastWords.Length - LastWordsKept);
        }
    }
}
