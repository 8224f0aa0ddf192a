using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Clients;

namespace MusicGen.Bench.Serve.Overload;

/// <summary>Tunes that are canceled as soon as they are accepted, and what is left of them.</summary>
internal sealed class Cancellations(ServiceProcess service, TuneClient client, ServedModel model, ServeSetting setting)
{
    private const int Looks = 10;

    /// <summary>Of so many, one has its events opened before it is canceled, and the connection broken.</summary>
    private const int LookedAt = 4;

    /// <summary>A session takes 1,000 tunes.</summary>
    private const int TunesOfASession = 500;

    private int _refused;
    private int _canceled;

    /// <param name="places">The service's; so many tunes are asked for at a time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CancellationFigure> MeasureAsync(int places, CancellationToken cancellationToken)
    {
        var memory = new List<long> { service.MemoryBytes };
        var begun = Stopwatch.GetTimestamp();
        for (var look = 0; look < Looks; look++)
        {
            var (from, end) = (setting.Cancellations * look / Looks, setting.Cancellations * (look + 1) / Looks);
            await CancelAsync(from, end, places, cancellationToken);
            memory.Add(service.MemoryBytes);
        }
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (accepted, ended) = await AskAtOnceAsync(places, cancellationToken);
        return new CancellationFigure(setting.Cancellations, _canceled, seconds, _refused, memory, accepted, ended);
    }

    /// <summary>Tunes by number, each in the turn of one of as many sessions as there are places.</summary>
    private async Task CancelAsync(int from, int end, int places, CancellationToken cancellationToken)
    {
        var sessions = await Crowd.BeginAsync(client, model.Id, Math.Max(places, (end - from) / TunesOfASession), cancellationToken);
        await Task.WhenAll(sessions.Select((session, index) => Task.Run(
            async () =>
            {
                for (var number = from + index; number < end; number += sessions.Count) await CancelAsync(session, number, cancellationToken);
            },
            cancellationToken)));
    }

    private async Task CancelAsync(string session, int number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await client.AskAsync(session, setting.Bars, number, cancellationToken);
            if (answer.Tune is not { } tune)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(answer.RetryAfter, TimeProvider.System, cancellationToken);
                continue;
            }
            if (number % LookedAt == 0) await client.LookAsync(tune, cancellationToken);
            if (await client.TryCancelAsync(tune, cancellationToken)) Interlocked.Increment(ref _canceled);
            return;
        }
    }

    private async Task<(int Accepted, int Ended)> AskAtOnceAsync(int places, CancellationToken cancellationToken)
    {
        var sessions = await Crowd.BeginAsync(client, model.Id, places, cancellationToken);
        var answers = await Task.WhenAll(sessions.Select((session, index) => client.AskAsync(session, OverloadBench.Bars, index, cancellationToken)));
        var ended = 0;
        await Task.WhenAll(answers.Select(answer => answer.Tune).OfType<string>().Select(async tune =>
        {
            await foreach (var _ in client.ReadAsync(tune, cancellationToken))
            {
                // Only the end is of interest.
            }
            Interlocked.Increment(ref ended);
        }));
        return (answers.Count(answer => answer.Tune is not null), ended);
    }
}
