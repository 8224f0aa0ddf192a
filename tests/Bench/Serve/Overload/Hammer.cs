using System.Collections.Concurrent;
using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Clients;

namespace MusicGen.Bench.Serve.Overload;

/// <summary>Requests for tunes at a fixed rate, whatever becomes of them: nobody waits as long as a refusal says.</summary>
internal sealed class Hammer(TuneClient client, IReadOnlyList<string> sessions, ServeSetting setting)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<int> _free = new(Enumerable.Range(0, sessions.Count));
    private readonly ConcurrentBag<(long At, double Milliseconds)> _refusals = [];
    private readonly WordCounts _counts = new(sessions.Count);
    private int _sent;
    private int _accepted;

    /// <param name="requestsPerSecond">The rate.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HammerFigure> MeasureAsync(double requestsPerSecond, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(requestsPerSecond, stop.Token);
        // Not everybody gets a tune: nobody is waited for.
        await Task.Delay(TimeSpan.FromSeconds(setting.SettlingSeconds), TimeProvider.System, cancellationToken);
        var (start, sent, accepted, words) = (Stopwatch.GetTimestamp(), Volatile.Read(ref _sent), Volatile.Read(ref _accepted), _counts.Read().Sum());
        await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(setting.Seconds), TimeProvider.System, cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (sent, accepted, words) = (Volatile.Read(ref _sent) - sent, Volatile.Read(ref _accepted) - accepted, _counts.Read().Sum() - words);
        if (sending.IsFaulted) await sending;
        await stop.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        double[] refusals = [.. _refusals.Where(refusal => refusal.At >= start).Select(refusal => refusal.Milliseconds)];
        return new HammerFigure(
            sessions.Count, requestsPerSecond, sent / seconds, words / seconds, accepted, refusals.Length, Percentile.Of(refusals, 0.5), Percentile.Of(refusals, 0.99));
    }

    private async Task SendAsync(double requestsPerSecond, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var asking = new List<Task>();
        for (var number = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; number < Stopwatch.GetElapsedTime(begun).TotalSeconds * requestsPerSecond; number++)
            {
                var seed = number;
                if (_free.TryDequeue(out var session)) asking.Add(Task.Run(() => AskAsync(session, seed, cancellationToken), cancellationToken));
            }
            if (asking.FirstOrDefault(task => task.IsFaulted) is { } faulted) await faulted;
            asking.RemoveAll(task => task.IsCompleted);
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private async Task AskAsync(int session, int seed, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        var asked = Stopwatch.GetTimestamp();
        var answer = await client.AskAsync(sessions[session], OverloadBench.Bars, seed, cancellationToken);
        if (answer.Tune is { } tune)
        {
            Interlocked.Increment(ref _accepted);
            await foreach (var words in client.ReadAsync(tune, cancellationToken)) _counts.Add(session, words);
        }
        else
        {
            _refusals.Add((asked, Stopwatch.GetElapsedTime(asked).TotalMilliseconds));
        }
        _free.Enqueue(session);
    }
}
