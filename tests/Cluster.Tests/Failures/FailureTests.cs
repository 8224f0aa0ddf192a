using System.Diagnostics;
using MusicGen.Contracts.Sessions;
using MusicGen.Music.Randomness;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>What is acknowledged while parts of a cluster fail is there afterwards, once; and clients notice a failure as a pause.</summary>
public sealed class FailureTests(ThreeSilos silos, FigureTable figures) : IClassFixture<ThreeSilos>, IAsyncDisposable
{

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(1.5);

    /// <summary>No call takes so long while all silos run; and clients wait for several times as long before they ask again.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(3);

    private readonly Workload _load = new(silos.Address, silos.Model);
    private readonly CancellationTokenSource _enough = new();

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        _load.Dispose();
        _enough.Dispose();
        silos.CutsConnections = true;
        await silos.WholeAsync();
    }

    [Fact]
    public async Task Kill_AnySiloDuring2000Creations_LosesAndDoublesNothing()
    {
        var (kills, recovery) = (0, Stopwatch.StartNew());
        var random = new CounterRandom(seed: 6);
        var making = _load.MakeAsync(2000);
        while (!making.IsCompleted || kills < 3)
        {
            if (making.IsCompleted) making = _load.MakeAsync(500); // a fast machine is through before there were enough
            await Task.WhenAny(making, Task.Delay(BetweenKills, TimeProvider.System, TestContext.Current.CancellationToken));
            var victim = ThreeSilos.Names[random.Below((ulong)kills, ThreeSilos.Names.Length)];
            await silos.Cluster.KillAsync(victim);
            recovery.Restart();
            await silos.Cluster.RestartAsync(victim);
            await silos.WholeAsync();
            kills++;
        }
        var recovered = recovery.Elapsed;
        await making;

        await CheckAsync($"kill -9 of a silo, {kills} times", recovered);
        Assert.True(_load.Acknowledged >= 2000);
    }

    [Fact]
    public async Task Restart_SiloAfterSilo_FailsNoCallAndStreamsGoOnWithoutAGap()
    {
        var session = await _load.Client.Sessions.CreateAsync(new CreateSession(silos.Model), cancellationToken: Patience.Token);
        var making = _load.KeepMakingAsync(_enough.Token);
        var watching = WatchAsync(session.Id);
        var since = Stopwatch.StartNew();

        foreach (var name in ThreeSilos.Names)
        {
            Assert.Equal(0, (await silos.Cluster[name].TerminateAsync()).Code);
            await silos.Cluster.RestartAsync(name);
            await silos.WholeAsync();
        }
        var restarted = since.Elapsed;
        await _enough.CancelAsync();
        await making;

        var tunes = await watching;
        await CheckAsync($"rolling restart of three silos, {tunes} tunes streamed", restarted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Suspend_ASilo_IsNoticedAndItDoesNoHarmWhenItContinues(bool connectionsAreCut)
    {
        silos.CutsConnections = connectionsAreCut;
        var making = _load.KeepMakingAsync(_enough.Token);
        await Patience.UntilAsync(() => _load.Acknowledged > 50, "the load runs");

        silos.Cluster["web-2"].Suspend();
        TimeSpan noticed;
        try
        {
            var since = Stopwatch.StartNew();
            IReadOnlyList<string> stuck = [];
            if (!connectionsAreCut)
            {
                // Their requests lie in the hung silo's connections: the clients must find that out by themselves, perhaps before the other silos do.
                await Patience.UntilAsync(() => _load.WaitingFor(LongWait).Any(), "the hung silo is waited for");
                stuck = _load.WaitingFor(LongWait / 2);
            }
            await silos.Cluster.UntilMembersAreAsync("web-1", "web-3");
            noticed = since.Elapsed;
            await Patience.UntilAsync(() => !_load.WaitingFor(TimeSpan.Zero).Intersect(stuck).Any(), "what was asked of the hung silo is asked of another");
            var before = _load.Acknowledged;
            await Patience.UntilAsync(() => _load.Acknowledged > before + 50, "the others go on");
        }
        finally
        {
            silos.Cluster["web-2"].Continue();
        }
        await silos.Cluster["web-2"].EndAsync(); // it hears that it was declared dead
        await silos.Cluster.RestartAsync("web-2");
        await silos.WholeAsync();
        await _enough.CancelAsync();
        await making;

        await CheckAsync($"SIGSTOP of a silo, then SIGCONT{(connectionsAreCut ? "" : "; connections to it stand")}", noticed);
    }

    [Fact]
    public async Task Pause_Redis_IsNotNoticedByClients()
    {
        var making = _load.KeepMakingAsync(_enough.Token);
        await Patience.UntilAsync(() => _load.Acknowledged > 50, "the load runs");

        silos.Cluster.Redis.Suspend();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        finally
        {
            silos.Cluster.Redis.Continue();
        }
        var recovery = await RecoverAsync();
        await making;

        await CheckAsync("Redis paused for 8 s", recovery);
        Assert.InRange(_load.LongestGap, TimeSpan.Zero, TimeSpan.FromSeconds(4)); // half of the pause
    }

    [Fact]
    public async Task Pause_TheStore_CallsWaitAndGoOn()
    {
        var making = _load.KeepMakingAsync(_enough.Token);
        await Patience.UntilAsync(() => _load.Acknowledged > 50, "the load runs");

        await PauseStoreAsync(TimeSpan.FromSeconds(6));
        var recovery = await RecoverAsync();
        await making;

        await CheckAsync("the store paused for 6 s", recovery);
    }

    [Fact]
    public async Task Slow_TheStore_SlowsCallsAndFailsNone()
    {
        var making = _load.KeepMakingAsync(_enough.Token);
        await Patience.UntilAsync(() => _load.Acknowledged > 50, "the load runs");

        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(8);)
        {
            await PauseStoreAsync(TimeSpan.FromSeconds(0.4));
            await Task.Delay(TimeSpan.FromSeconds(0.1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        var recovery = await RecoverAsync();
        await making;

        await CheckAsync("the store answers a fifth of the time for 8 s", recovery);
    }

    private async Task PauseStoreAsync(TimeSpan time)
    {
        silos.Azurite.Pause();
        try
        {
            await Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        finally
        {
            silos.Azurite.Continue();
        }
    }

    /// <summary>Lets the load go on until calls are as soon as they were, then ends it.</summary>
    /// <returns>How long that took.</returns>
    private async Task<TimeSpan> RecoverAsync()
    {
        var (since, before) = (Stopwatch.StartNew(), _load.Acknowledged);
        await Patience.UntilAsync(() => _load.Acknowledged > before + 50, "the load goes on");
        var recovered = since.Elapsed;
        await _enough.CancelAsync();
        return recovered;
    }

    /// <summary>Composes tunes one after the other until it is enough, and follows each from its first event to its last.</summary>
    /// <returns>How many.</returns>
    private async Task<int> WatchAsync(string session)
    {
        for (var tune = 1; ; tune++)
        {
            await _load.Client.Sessions.ComposeAsync(session, new CreateTune(Words: 4096, Seed: tune, Variations: 8), cancellationToken: Patience.Token);
            var expected = 1L;
            TunePhase? last = null;
            await foreach (var happened in _load.Client.Sessions.WatchAsync(session, tune, Patience.Token))
            {
                Assert.Equal(expected++, happened.Sequence);
                last = happened.Phase;
            }
            Assert.Equal(TunePhase.Succeeded, last);
            if (_enough.IsCancellationRequested) return tune;
        }
    }

    private async Task CheckAsync(string failure, TimeSpan recovered)
    {
        var (lost, doubled) = await _load.CountAsync();
        figures.Add(failure, _load.Acknowledged, lost, doubled, _load.Failures.Count, _load.LongestGap, recovered);
        Assert.Equal((0, 0), (lost, doubled));
        Assert.Empty(_load.Failures);
    }
}
