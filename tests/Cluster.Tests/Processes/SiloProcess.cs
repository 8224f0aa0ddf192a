using System.Diagnostics;
using System.Net.Http.Json;
using MusicGen.Client;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>The service in a process of its own, and a client of it. Killed with its workers when disposed.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ProgramRun _run;
    private readonly HttpClient _http;
    private readonly Task<ProgramResult> _end;

    private SiloProcess(ProgramRun run, Stopwatch sinceStart, Uri address)
    {
        (_run, SinceStart, Address) = (run, sinceStart, address);
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Client = new MusicGenClient(_http);
        // Its output is read to the end, so that a full pipe never holds it up.
        _end = run.EndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs since the process was started.</summary>
    public Stopwatch SinceStart { get; }

    public Uri Address { get; }

    public MusicGenClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="settings">More settings, as <c>--Section:Key value</c>.</param>
    public static Task<SiloProcess> StartAsync(TemporaryFolder data, params string[] settings) =>
        StartAsync(ProgramRun.Start, data, settings);

    /// <summary>Starts it as the leader of a process group of its own, as a shell does with a command line.</summary>
    public static Task<SiloProcess> StartGroupAsync(TemporaryFolder data, params string[] settings) =>
        StartAsync(ProgramRun.StartGroup, data, settings);

    public async Task<QueueSummary> QueueAsync() =>
        (await _http.GetFromJsonAsync<QueueSummary>("v1/queue", ContractJson.Options, Patience.Token))!;

    public async Task<byte[]> WeightsAsync(string model) => await _http.GetByteArrayAsync($"v1/models/{model}/content", Patience.Token);

    /// <summary>The worker that it runs.</summary>
    public SeenProcess Worker() => Assert.Single(_run.Children());

    /// <summary>The workers that it runs.</summary>
    public IReadOnlyList<SeenProcess> Workers() => _run.Children();

    /// <summary>SIGSTOP: it holds its connections and says nothing, until <see cref="Continue"/>.</summary>
    public void Suspend() => _run.Signal(Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void Continue() => _run.Signal(Signals.Continue);

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _run.Children();
        _run.Signal(Signals.Kill);
        await EndAsync();
    }

    /// <summary>SIGTERM.</summary>
    public Task<ProgramResult> TerminateAsync()
    {
        _run.Children();
        _run.Signal(Signals.Terminate);
        return EndAsync();
    }

    /// <summary>A signal to the service and its workers alike.</summary>
    public Task<ProgramResult> SignalGroupAsync(int signal)
    {
        _run.Children();
        _run.SignalGroup(signal);
        return EndAsync();
    }

    /// <summary>Waits until it has ended, for whatever reason.</summary>
    public async Task<ProgramResult> EndAsync() => await _end.WaitAsync(Patience.Token);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _run.DisposeAsync();
    }

    private static async Task<SiloProcess> StartAsync(Func<string?, string[], ProgramRun> start, TemporaryFolder data, string[] settings)
    {
        var since = Stopwatch.StartNew();
        // One thread a worker: the sums that it takes are then the same on every machine.
        var run = start(null, ["--data", data.Path, "--port", "0", "--Training:Threads", "1", .. settings]);
        try
        {
            while (await run.LineAsync() is { } line)
            {
                var at = line.IndexOf(Listening, StringComparison.Ordinal);
                if (at >= 0) return new SiloProcess(run, since, new Uri(line[(at + Listening.Length)..].Trim()));
            }
            var result = await run.EndAsync(Patience.Token);
            throw new InvalidOperationException($"The silo ended with {result.Code} before it listened: {result.Errors}");
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }
}
