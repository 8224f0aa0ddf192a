using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>One worker process: the job goes in, events come out, one JSON value a line.</summary>
/// <remarks>The worker ends by itself when this process does: its standard input ends then.</remarks>
internal sealed class WorkerProcess : IDisposable
{
    private const int LastWordsKept = 2000;

    /// <summary>The worker's own code: it was not heard for the time of its lease.</summary>
    private const int LeaseLost = 5;

    /// <summary>128 and the signal's number, as shells have it: SIGKILL.</summary>
    private const int SignalKilled = 128 + 9;

    private readonly Process _process;
    private readonly StringBuilder _lastWords = new();
    private readonly SemaphoreSlim _sending = new(1);
    private volatile bool _isKilled;

    private WorkerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Its exit code, once <see cref="ReadEventsAsync"/> has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>How it ended by itself, once <see cref="ReadEventsAsync"/> has ended.</summary>
    public WorkerEnd End => ExitCode == LeaseLost ? WorkerEnd.Unheard : WorkerEnd.Died;

    /// <summary>The end of its error output; of a worker that the system killed, also that.</summary>
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
    public Task StopAsync() => SendAsync(new WorkerCommand(WorkerCommandKind.Stop));

    /// <summary>Tells it that the session has heard what it said.</summary>
    public Task RenewAsync(long number) => SendAsync(new WorkerCommand(WorkerCommandKind.Renew, number));

    public void Kill()
    {
        _isKilled = true;
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
        if (ExitCode == SignalKilled && !_isKilled) Remember("It was killed by the system (signal 9), often for want of memory.");
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

    /// <summary>One line; whoever sends at the same time waits.</summary>
    private async Task SendAsync<T>(T message)
    {
        var line = JsonSerializer.Serialize(message, ContractJson.Options);
        await _sending.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It died; its exit says so.
        }
        finally
        {
            _sending.Release();
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
