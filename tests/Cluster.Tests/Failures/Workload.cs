using System.Collections.Concurrent;
using System.Diagnostics;
using MusicGen.Client;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>Clients that make corpora and sessions one after the other, and remember what was acknowledged.</summary>
internal sealed class Workload : IDisposable
{
    private const int Clients = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    private readonly HttpClient _http;
    private readonly string _model;
    private readonly string _prefix = $"{Guid.NewGuid():n}"; // others may have made things before
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly ConcurrentDictionary<string, long> _asking = new();
    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceLast = new();
    private int _asked;

    /// <param name="address">Of the service.</param>
    /// <param name="model">What the sessions compose with.</param>
    public Workload(Uri address, string model)
    {
        (_http, _model) = (new HttpClient { BaseAddress = address }, model);
        Client = new MusicGenClient(_http);
    }

    public MusicGenClient Client { get; }

    public int Acknowledged => _acknowledged.Count;

    /// <summary>What was asked for before so long and is not answered yet.</summary>
    /// <param name="time">How long.</param>
    public IReadOnlyList<string> WaitingFor(TimeSpan time) => [.. _asking.Where(asked => Stopwatch.GetElapsedTime(asked.Value) > time).Select(asked => asked.Key)];

    /// <summary>Creations that failed for good, with the client's own retries.</summary>
    public ConcurrentBag<Exception> Failures { get; } = [];

    /// <summary>The longest time in which nothing was acknowledged.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Makes so many more, as fast as it goes.</summary>
    public async Task MakeAsync(int count)
    {
        var end = _asked + count;
        await RunAsync(async () =>
        {
            for (int number; (number = Interlocked.Increment(ref _asked)) <= end;) await MakeOneAsync(number);
        });
        Interlocked.Exchange(ref _asked, end);
    }

    /// <summary>Makes things until it is enough, at a pace that leaves what is counted in the end within bounds.</summary>
    /// <param name="enough">Ends it, without giving up what was begun.</param>
    public Task KeepMakingAsync(CancellationToken enough) => RunAsync(async () =>
    {
        while (!enough.IsCancellationRequested)
        {
            await MakeOneAsync(Interlocked.Increment(ref _asked));
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    });

    /// <summary>Compares what the service has with what was acknowledged.</summary>
    /// <returns>How many were lost, and how many are there twice.</returns>
    public async Task<(int Lost, int Doubled)> CountAsync()
    {
        var there = new List<(string Name, string Id)>();
        await foreach (var corpus in AllAsync(cursor => Client.Corpora.ListAsync(cursor, cancellationToken: Patience.Token))) there.Add((corpus.Name, corpus.Id));
        await foreach (var session in AllAsync(cursor => Client.Sessions.ListAsync(cursor, cancellationToken: Patience.Token))) there.Add((session.Name, session.Id));
        var ids = there.Select(thing => thing.Id).ToHashSet();
        return (
            _acknowledged.Values.Count(id => !ids.Contains(id)),
            there.Where(thing => thing.Name.StartsWith(_prefix, StringComparison.Ordinal)).GroupBy(thing => thing.Name).Count(things => things.Count() > 1));
    }

    public void Dispose() => _http.Dispose();

    private async Task RunAsync(Func<Task> client)
    {
        _sinceLast.Restart();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => client()));
    }

    private async Task MakeOneAsync(int number)
    {
        var (name, isSession) = ($"{_prefix} {number}", number % 2 == 0);
        _asking[name] = Stopwatch.GetTimestamp();
        try
        {
            var id = isSession
                ? (await Client.Sessions.CreateAsync(new CreateSession(_model, name), cancellationToken: Patience.Token)).Id
                : (await Client.Corpora.CreateAsync(new CreateCorpus(name), cancellationToken: Patience.Token)).Id;
            _acknowledged[name] = id;
            lock (_gate)
            {
                if (_sinceLast.Elapsed > LongestGap) LongestGap = _sinceLast.Elapsed;
                _sinceLast.Restart();
            }
        }
        catch (Exception e) when (e is MusicGenException or HttpRequestException)
        {
            Failures.Add(e);
        }
        finally
        {
            _asking.TryRemove(name, out _);
        }
    }

    private static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, Task<Page<T>>> pageAsync)
    {
        string? cursor = null;
        do
        {
            var page = await pageAsync(cursor);
            foreach (var thing in page.Items) yield return thing;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
