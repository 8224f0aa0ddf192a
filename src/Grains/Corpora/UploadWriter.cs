using System.Globalization;
using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>Takes one upload's files into the store, many in a blob, and hands them over to the corpus.</summary>
/// <remarks>
/// One blob a file would cost two flushes of the disk each. Memory: one pack, at most <see cref="PackBytes"/> and one file. Disposed
/// without a hand-over that succeeded, it removes what it wrote. Not thread-safe.
/// </remarks>
public sealed class UploadWriter : IAsyncDisposable
{
    /// <summary>Large enough that flushing does not count, small enough for memory.</summary>
    private const int PackBytes = 8 << 20;

    private const int PackFiles = 1024;

    private readonly IBlobStore _blobs;
    private readonly ICorpusGrain _corpus;
    private readonly Func<long, Task>? _beforeWriting;
    private readonly string _prefix;
    private readonly string _id;
    private readonly List<WaitingFile> _files = [];
    private readonly HashSet<string> _hashes = [];
    private readonly List<(int Index, ReadOnlyMemory<byte> Content)> _held = [];
    private long _heldBytes;
    private int _packs;
    private bool _handedOver;

    /// <param name="blobs">The store.</param>
    /// <param name="grains">Leads to the corpus.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="clock">Dates the upload: one that was never handed over is cleared away when it is old.</param>
    /// <param name="beforeWriting">Hears how many bytes are about to be written; what it throws ends the upload. Null: nobody asks.</param>
    public UploadWriter(IBlobStore blobs, IGrainFactory grains, OwnedKey corpus, TimeProvider clock, Func<long, Task>? beforeWriting = null)
    {
        (_blobs, _corpus, _prefix, _beforeWriting) = (blobs, grains.GetGrain<ICorpusGrain>(corpus.ToString()), CorpusBlobs.Prefix(corpus), beforeWriting);
        _id = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds():d11}-{Guid.NewGuid():n}");
    }

    /// <summary>When the upload of that folder began; null for other names.</summary>
    internal static DateTimeOffset? StartOf(string upload) =>
        upload.Split('-') is [var seconds, _] && long.TryParse(seconds, CultureInfo.InvariantCulture, out var start) && start <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(start)
            : null;

    /// <summary>Files so far.</summary>
    public int Count => _files.Count;

    /// <summary>Adds a file.</summary>
    /// <param name="name">What it is called in its report.</param>
    /// <param name="content">Its bytes, which are not changed any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_held.Count == PackFiles || (_held.Count > 0 && _heldBytes + content.Length > PackBytes)) await FlushAsync(cancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (_hashes.Add(sha256))
        {
            _held.Add((_files.Count, content));
            _heldBytes += content.Length;
        }
        _files.Add(new WaitingFile(name, sha256, content.Length));
    }

    /// <summary>Adds a file that gets a report and is not read.</summary>
    /// <param name="name">What it is called in its report.</param>
    /// <param name="sizeBytes">Its length, as far as it is known.</param>
    /// <param name="reason">Why not, a sentence.</param>
    public void AddRefused(string name, long sizeBytes, string reason) => _files.Add(new WaitingFile(name, "", sizeBytes, Refusal: reason));

    /// <summary>Hands the files over: their reading starts.</summary>
    public async Task<Answer<IngestionSummary>> HandOverAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await UploadManifest.WriteAsync(_blobs, _prefix, _id, _files, cancellationToken);
        // From here on the corpus may have them even when its answer does not arrive.
        _handedOver = true;
        var answer = await _corpus.Ingest(_id, _files.Count);
        _handedOver = answer.Succeeded;
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (_handedOver) return;
        _handedOver = true;
        for (var pack = 0; pack < _packs; pack++) await _blobs.DeleteAsync(CorpusBlobs.Pack(_prefix, _id, pack), cancellationToken: CancellationToken.None);
        await _blobs.DeleteAsync(CorpusBlobs.Manifest(_prefix, _id), cancellationToken: CancellationToken.None);
    }

    /// <summary>Writes a pack of what the corpus does not have yet.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_held.Count == 0) return;
        var known = await _corpus.AreKnown([.. _held.Select(file => _files[file.Index].Sha256)]);
        using var pack = new MemoryStream();
        var isNeeded = false;
        foreach (var (place, (index, content)) in _held.Index())
        {
            if (known[place]) continue;
            _files[index] = _files[index] with { Pack = _packs, Offset = pack.Length };
            pack.Write(content.Span);
            isNeeded = true;
        }
        _held.Clear();
        _heldBytes = 0;
        if (!isNeeded) return;
        if (_beforeWriting is not null) await _beforeWriting(pack.Length);
        var bytes = pack.GetBuffer().AsMemory(0, (int)pack.Length);
        await _blobs.PutAsync(CorpusBlobs.Pack(_prefix, _id, _packs++), bytes, cancellationToken: cancellationToken);
    }
}
