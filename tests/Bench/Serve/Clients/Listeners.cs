using System.Collections.Concurrent;
using System.Diagnostics;

namespace MusicGen.Bench.Serve.Clients;

/// <summary>Sessions that ask for a tune, read it to its end, and ask for the next one.</summary>
internal sealed class Listeners(TuneClient client, IReadOnlyList<string> sessions, int bars)
{
    private readonly ConcurrentBag<double> _firstBars = [];
    private int _refused;
    private int _ended;
    private long _wordsOfEnded;

    /// <summary>What each session has got.</summary>
    public WordCounts Counts { get; } = new(sessions.Count);

    /// <summary>From every request to its first bar, in milliseconds.</summary>
    public IReadOnlyCollection<double> FirstBarMilliseconds => _firstBars;

    /// <summary>Requests that found no place, and were sent again when they were told to.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Tunes read to their end.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public double? WordsATune => Ended > 0 ? (double)Interlocked.Read(ref _wordsOfEnded) / Ended : null;

    /// <summary>Goes on until canceled.</summary>
    public Task ListenAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, sessions.Count).Select(session => Task.Run(() => ListenAsync(session, cancellationToken), cancellationToken)));

    private async Task ListenAsync(int session, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var asked = Stopwatch.GetTimestamp();
            var tune = await AskAsync(session, number, cancellationToken);
            var before = 0;
            await foreach (var words in client.ReadAsync(tune, cancellationToken))
            {
                if (before == 0) _firstBars.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                before += words;
                Counts.Add(session, words);
            }
            Interlocked.Increment(ref _ended);
            Interlocked.Add(ref _wordsOfEnded, before);
        }
    }

    private async Task<string> AskAsync(int session, int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await client.AskAsync(sessions[session], bars, Seeds.Of(session, number), cancellationToken);
            if (answer.Tune is { } tune) return tune;
            Interlocked.Increment(ref _refused);
            await Task.Delay(answer.RetryAfter, TimeProvider.System, cancellationToken);
        }
    }
}
