using System.Diagnostics;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Learning.Tests.Trainer;

/// <summary>The real worker process, and the training node's end of its pipes.</summary>
internal sealed class TrainerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Process _process;
    private readonly Task<string> _errors;

    public TrainerProcess(params string[] arguments) : this(arguments, new Dictionary<string, string?>())
    {
    }

    private TrainerProcess(string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        _patience.CancelAfter(Patience);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "MusicGen.Trainer"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync(_patience.Token);
    }

    public static async Task<TrainerProcess> StartAsync(WorkerJob job, params (string Name, string? Value)[] environment)
    {
        var process = new TrainerProcess([], environment.ToDictionary(variable => variable.Name, variable => variable.Value));
        await process.SendAsync(JsonSerializer.Serialize(job, ContractJson.Options));
        return process;
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), _patience.Token);
        await _process.StandardInput.FlushAsync(_patience.Token);
    }

    public Task StopAsync() => SendAsync(JsonSerializer.Serialize(new WorkerCommand(WorkerCommandKind.Stop), ContractJson.Options));

    /// <summary>The session has heard an event.</summary>
    public Task RenewAsync(long number) => SendAsync(JsonSerializer.Serialize(new WorkerCommand(WorkerCommandKind.Renew, number), ContractJson.Options));

    public bool HasExited => _process.HasExited;

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>The process does not run until <see cref="Continue"/>.</summary>
    public void Suspend() => Signal(19);

    public void Continue() => Signal(18);

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The next line of standard output, which must be an event.</summary>
    public async Task<WorkerEvent?> NextAsync() =>
        await _process.StandardOutput.ReadLineAsync(_patience.Token) is { } line ? JsonSerializer.Deserialize<WorkerEvent>(line, ContractJson.Options) : null;

    public async Task<WorkerEvent> NextAsync(WorkerEventKind kind)
    {
        while (await NextAsync() is { } happened)
        {
            if (happened.Kind == kind) return happened;
        }
        throw new InvalidOperationException($"The process ended without {kind}: {await _errors}");
    }

    /// <summary>What is left of standard output, as it is.</summary>
    public Task<string> TextAsync() => _process.StandardOutput.ReadToEndAsync(_patience.Token);

    /// <summary>All events until the process ends.</summary>
    public async Task<List<WorkerEvent>> RestAsync()
    {
        var events = new List<WorkerEvent>();
        while (await NextAsync() is { } happened) events.Add(happened);
        return events;
    }

    public async Task<(int Code, string Errors)> ExitAsync()
    {
        await _process.WaitForExitAsync(_patience.Token);
        return (_process.ExitCode, await _errors);
    }

    private void Signal(int number)
    {
        using var kill = Process.Start("kill", [$"-{number}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _patience.Dispose();
    }
}
