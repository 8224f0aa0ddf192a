using Microsoft.Extensions.Options;
using MusicGen.Silo.Clustering;
using MusicGen.Storage;
using MusicGen.Storage.Local;

namespace MusicGen.Silo.Tests.Clustering;

/// <summary>The beacons of a cluster in a temporary folder, which goes with it.</summary>
internal sealed class BeaconFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-beacons-");
    private readonly CountingReads _blobs;

    public BeaconFolder()
    {
        _blobs = new CountingReads(new LocalBlobStore(_folder.FullName, TimeProvider.System));
        Store = new BeaconStore(_blobs, Options);
    }

    /// <summary>Of the silo <c>web-1</c> at 127.0.0.1.</summary>
    public IOptions<ClusterOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new ClusterOptions { Redis = "localhost", SiloName = "web-1" });

    public BeaconStore Store { get; }

    public IBlobStore Blobs => _blobs;

    /// <summary>How often a beacon's content was read.</summary>
    public int Reads => _blobs.Count;

    /// <summary>How many of them the store still serves; the next one fails.</summary>
    public int ReadsLeft
    {
        get => _blobs.Left;
        set => _blobs.Left = value;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Has a silo speak.</summary>
    public async Task SayAsync(string silo, SiloAddress? member, string process = "one")
    {
        var before = (await Blobs.GetAsync($"cluster/musicgen/{silo}", Token))?.ETag;
        Assert.NotNull(await Store.PutAsync(new Beacon(silo, process, member?.ToParsableString()), before, Token));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class CountingReads(IBlobStore inner) : IBlobStore
    {
        public int Count { get; private set; }

        public int Left { get; set; } = int.MaxValue;

        public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default)
        {
            if (Left-- == 0) throw new IOException("The store does not answer.");
            Count++;
            return inner.GetAsync(key, cancellationToken);
        }

        public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default) => inner.PutAsync(key, content, condition, cancellationToken);

        public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default) => inner.PutAsync(key, content, condition, cancellationToken);

        public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default) => inner.FindAsync(key, cancellationToken);

        public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) => inner.OpenAsync(key, offset, length, cancellationToken);

        public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, after, cancellationToken);

        public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, etag, cancellationToken);
    }
}
