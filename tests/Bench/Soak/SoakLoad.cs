using System.Collections.Concurrent;
using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Clients;

namespace MusicGen.Bench.Soak;

/// <summary>Clients that each begin a session, have a tune composed, read it to its end and delete the session.</summary>
internal sealed class SoakLoad(ServiceProcess service, string model, SoakSetting setting) : IDisposable
{
    private readonly TuneClient _client = new(service.Address);
    private ConcurrentBag<double> _milliseconds = [];
    private long _seed;

    /// <summary>Tunes a second when every client asks again at once.</summary>
    public async Task<double> MeasurePeakAsync(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(0, setting.Clients).Select(async _ =>
        {
            while (!enough.IsCancellationRequested) await ComposeAsync(cancellationToken);
        }).ToList();
        await Task.Delay(TimeSpan.FromSeconds(setting.PeakSeconds / 2), TimeProvider.System, cancellationToken); // the compiler works on the service's code meanwhile
        var (since, before) = (Stopwatch.GetTimestamp(), _milliseconds.Count);
        await Task.Delay(TimeSpan.FromSeconds(setting.PeakSeconds), TimeProvider.System, cancellationToken);
        var peak = (_milliseconds.Count - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
        await enough.CancelAsync();
        await Task.WhenAll(clients);
        return peak;
    }

    /// <summary>Has tunes composed at a steady rate, and looks at the service now and then.</summary>
    /// <param name="rate">Tunes a second.</param>
    /// <param name="seen">Hears each look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A tune failed.</exception>
    public async Task<IReadOnlyList<SoakSample>> RunAsync(double rate, Action<SoakSample> seen, CancellationToken cancellationToken)
    {
        var samples = new List<SoakSample>();
        var composing = new List<Task>();
        var (begun, asked) = (Stopwatch.StartNew(), 0);
        _milliseconds = [];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (begun.Elapsed < setting.Duration && await timer.WaitForNextTickAsync(cancellationToken))
        {
            for (; asked < begun.Elapsed.TotalSeconds * rate; asked++) composing.Add(ComposeAsync(cancellationToken));
            foreach (var ended in composing.Where(task => task.IsCompleted).ToList())
            {
                await ended;
                composing.Remove(ended);
            }
            if (begun.Elapsed < (samples.Count + 1) * setting.Interval) continue;
            samples.Add(Look(begun.Elapsed));
            seen(samples[^1]);
        }
        await Task.WhenAll(composing);
        return samples;
    }

    public void Dispose() => _client.Dispose();

    private SoakSample Look(TimeSpan since)
    {
        var milliseconds = Interlocked.Exchange(ref _milliseconds, []);
        return new SoakSample(
            since.TotalMinutes, milliseconds.Count, Percentile.Of(milliseconds, 0.5), Percentile.Of(milliseconds, 0.99), service.MemoryBytes, service.Handles, service.Threads, service.StoredBytes());
    }

    private async Task ComposeAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var session = await _client.BeginSessionAsync(model, cancellationToken);
        var asked = await _client.AskAsync(session, setting.Bars, Interlocked.Increment(ref _seed), cancellationToken);
        await foreach (var _ in _client.ReadAsync(asked.Tune ?? throw new InvalidOperationException("The service has no place for half of its peak."), cancellationToken))
        {
            // Reading is all.
        }
        await _client.EndSessionAsync(session, cancellationToken);
        _milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }
}
