using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Silo.Clustering;
using MusicGen.Storage;

namespace MusicGen.Silo.Tests.Clustering;

/// <summary>How the silo web-1 says that it lives.</summary>
public sealed class BeaconKeeperTests : IAsyncDisposable
{
    private static readonly SiloAddress Own = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 7);

    private readonly BeaconFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ClusterHealth _health = new();
    private readonly Host _host = new();
    private readonly SlowStore _store;
    private readonly BeaconStore _beacons;
    private readonly OwnBeacon _own;
    private readonly BeaconKeeper _keeper;

    public BeaconKeeperTests()
    {
        _store = new SlowStore(_folder.Blobs);
        _beacons = new BeaconStore(_store, _folder.Options);
        _own = new OwnBeacon(_beacons, _folder.Options, _clock);
        _keeper = new BeaconKeeper(_own, _health, new ClusterExit(_health, _host, NullLogger<ClusterExit>.Instance), _host, _host, _clock, NullLogger<BeaconKeeper>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(CancellationToken.None);
        _keeper.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Speak_WhileTheStoreHangs_IsTriedFourTimesBeforeItsSilenceIsTakenForDeath()
    {
        await StartAsync();
        _store.Hangs = true;
        _clock.Advance(BeaconKeeper.Interval);
        var since = _clock.GetTimestamp();
        for (var attempt = 1; attempt < 4; attempt++)
        {
            await _store.NextPutAsync();
            _clock.Advance(BeaconKeeper.Patience);
        }
        await _store.NextPutAsync(); // the fourth, at once

        Assert.NotNull(_health[ClusterFault.Unheard]);
        Assert.True(_clock.GetElapsedTime(since) + BeaconKeeper.Interval + BeaconKeeper.Patience <= BeaconWatch.Silence);

        _store.Hangs = false;
        _clock.Advance(BeaconKeeper.Patience);
        await _store.NextPutAsync();
        await UntilAsync(() => _health[ClusterFault.Unheard] is null);
    }

    [Fact]
    public async Task Speak_AsAMember_SaysSo()
    {
        await StartAsync();
        _host.Status = SiloStatus.Active;

        _clock.Advance(BeaconKeeper.Interval);
        await _store.NextPutAsync();

        await UntilAsync(async () => (await _beacons.FindAsync("web-1", Token))!.Beacon.Address == Own.ToParsableString());
    }

    [Fact]
    public async Task Speak_UnderANameThatAnotherHasTaken_EndsTheProcess()
    {
        await StartAsync();
        await _folder.SayAsync("web-1", null, process: "another");

        _clock.Advance(BeaconKeeper.Interval);
        await _host.Stopped.WaitAsync(Token);

        Assert.True(_health.IsExpelled);
        Assert.Equal("Another silo has taken the name 'web-1' while this one was silent, so this one stops.", _health.Expulsion);
    }

    [Fact]
    public async Task Stop_GivesTheNameBack()
    {
        await StartAsync();

        await _keeper.StopAsync(Token);

        Assert.Null(await _beacons.FindAsync("web-1", Token));
    }

    [Fact]
    public void Meter_OfASiloOfACluster_HasEachKindOfFault()
    {
        ClusterMeter.Watch(_health);
        _health[ClusterFault.SecondCluster] = "Others live.";

        var measured = new Dictionary<string, int>();
        using (var listener = new MeterListener())
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "musicgen.cluster.fault") self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured.Add($"{tags[0].Key} {tags[0].Value}", value));
            listener.Start();
            listener.RecordObservableInstruments();
        }
        ClusterMeter.Forget(_health);

        Assert.Equal(1, measured["error.type secondCluster"]);
        Assert.Equal(0, measured["error.type tableLost"]);
        Assert.Equal(Enum.GetValues<ClusterFault>().Length, measured.Count);
    }

    private async Task StartAsync()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await _store.NextPutAsync();
        await _keeper.StartAsync(Token);
        await _store.NextPutAsync();
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
    }

    /// <summary>What the silo is in: its cluster, of which it is the only one, and its process.</summary>
    private sealed class Host : ILocalSiloDetails, IClusterMembershipService, IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SiloStatus Status { get; set; } = SiloStatus.Created;

        public Task Stopped => _stopped.Task;

        public string Name => "web-1";

        public string ClusterId => "musicgen";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => Own;

        public SiloAddress GatewayAddress => Own;

        public ClusterMembershipSnapshot CurrentSnapshot =>
            new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty.Add(Own, new ClusterMember(Own, Status, Name)), new MembershipVersion(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

        public void StopApplication() => _stopped.TrySetResult();
    }

    /// <summary>Lets writes hang until they are given up, if it is told to.</summary>
    private sealed class SlowStore(IBlobStore inner) : IBlobStore
    {
        private readonly Channel<bool> _puts = Channel.CreateUnbounded<bool>();

        public volatile bool Hangs;

        /// <summary>Waits for one more write: until it is done, or hangs.</summary>
        public async Task NextPutAsync() => await _puts.Reader.ReadAsync(Token);

        public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default)
        {
            if (Hangs)
            {
                _puts.Writer.TryWrite(true);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            var written = await inner.PutAsync(key, content, condition, cancellationToken);
            _puts.Writer.TryWrite(true);
            return written;
        }

        public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default) => inner.FindAsync(key, cancellationToken);

        public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, after, cancellationToken);

        public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, etag, cancellationToken);
    }
}
