using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Corpora;

/// <summary>The loop that reads uploads, one after another, a page at a time.</summary>
/// <remarks>
/// A page is one blob, written where there is none yet: with it, and not before, what became of its files is decided. The state follows.
/// Where a crash came between the two, the page is found and taken over; its files are not read again.
/// </remarks>
internal sealed partial class CorpusGrain
{
    /// <summary>An upload that was never handed over is no longer on its way after this time.</summary>
    private static readonly TimeSpan LongestUpload = TimeSpan.FromHours(24);

    private (string Upload, IReadOnlyList<WaitingFile> Files)? _waiting;
    private bool _isSwept;

    /// <summary>What holds up the reading of the open uploads, which is tried again until it works; null: nothing. It goes when one of them gets on or ends.</summary>
    private string? _heldUp;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!State.Deleted) await TakeOverPageAsync();
            while (!State.Deleted && State.Open is [var reading, ..])
            {
                if (State.Open.Find(open => open.Canceled) is { } canceled) await CloseAsync(canceled, IngestionPhase.Canceled);
                else await ReadPageAsync(reading, cancellationToken);
            }
        }
        catch (Exception e)
        {
            // They may know of a page that was not written, or not of one that was.
            (_index, _firsts) = (null, null);
            if (e is IOException && !State.Open.IsEmpty)
            {
                _heldUp = "The store fails; the files are read on as soon as it works again.";
                _changed.Raise();
            }
            throw;
        }
        if (State.Deleted) await RemoveAsync(cancellationToken);
        else if (!_isSwept) await SweepAsync(cancellationToken);
        _isSwept = true;
    }

    /// <summary>What a crash, or a failure of the store, left between a page and the state.</summary>
    private async Task TakeOverPageAsync()
    {
        if (State.Open is not [var upload, ..]) return;
        var index = await IndexAsync();
        var number = State.Files.Files;
        if (await _pages.ReadAsync(Prefix, number) is not { } page) return;
        foreach (var (place, entry) in page.Entries.Index()) index.Add(number + place, entry);
        await CommitAsync(upload, page);
    }

    private async Task ReadPageAsync(OpenUpload upload, CancellationToken cancellationToken)
    {
        using var span = _asking.Start(Instrumentation.ReadPage, upload.Number)?.SetTag("musicgen.corpus.id", Key.Id).SetTag("musicgen.upload.number", upload.Number);
        _pace.Begin(upload);
        if (_waiting is not { } waiting || waiting.Upload != upload.Id)
        {
            if (await UploadManifest.ReadAsync(_blobs, Prefix, upload.Id, cancellationToken) is not { } files || files.Count != upload.Size)
            {
                await CloseAsync(upload, IngestionPhase.Failed, "The list of its files is not in the store.");
                return;
            }
            _waiting = waiting = (upload.Id, files);
        }
        var index = await IndexAsync();
        var request = new PageRequest(Prefix, upload, State.Files.Files, State.Intake, waiting.Files, index, ReportOfAsync);
        if (await _writer.WriteAsync(request, cancellationToken) is { } page) await CommitAsync(upload, page);
        else throw new InvalidOperationException($"Another activation wrote page {State.Files.Files} of corpus {Key}.");
    }

    /// <summary>Makes a page count, and ends its upload when it was the last one.</summary>
    private async Task CommitAsync(OpenUpload upload, CorpusPage page)
    {
        if (page.Ingestion != upload.Number || page.From != upload.Files.Files)
            throw new InvalidOperationException($"Page {State.Files.Files} of corpus {Key} does not follow the page before it.");
        var first = State.Files.Files;
        var firsts = await FirstsAsync();
        var reports = page.Entries.Select(entry => entry.Report).ToList();
        var read = upload with { Files = reports.Aggregate(upload.Files, (counts, report) => counts.With(report)) };
        if (read.Files.Files == read.Size) await WriteClosedAsync(read, first + reports.Count, IngestionPhase.Succeeded);
        await _state.UpdateAsync(state => state with
        {
            Files = reports.Aggregate(state.Files, (counts, report) => counts.With(report)),
            Tally = reports.Aggregate(state.Tally, (tally, report) => tally.With(report)),
            // Whether it was canceled meanwhile is only in the newest state.
            Open = read.Files.Files == read.Size
                ? state.Open.RemoveAll(open => open.Number == read.Number)
                : [.. state.Open.Select(open => open.Number == read.Number ? open with { Files = read.Files } : open)],
        });
        IngestionMeter.Read(reports);
        _heldUp = null;
        _changed.Raise();
        if (firsts.Count == 0 || firsts[^1] < first) firsts.Add(first);
        if (read.Files.Files == read.Size) await _unfinished.ClearAsync(UnfinishedKind, MarkOf(read.Number));
    }

    private async Task CloseAsync(OpenUpload upload, IngestionPhase phase, string? reason = null)
    {
        var isReading = State.Open[0].Number == upload.Number;
        await WriteClosedAsync(upload, isReading ? State.Files.Files : 0, phase, reason);
        await RemoveUnreadAsync(upload);
        await _state.UpdateAsync(state => state with { Open = state.Open.RemoveAll(open => open.Number == upload.Number) });
        _heldUp = null;
        _changed.Raise();
        await _unfinished.ClearAsync(UnfinishedKind, MarkOf(upload.Number));
    }

    /// <param name="upload">As it ends.</param>
    /// <param name="end">The number behind its last report.</param>
    /// <param name="phase">How it ends.</param>
    /// <param name="reason">Why it failed.</param>
    private async Task WriteClosedAsync(OpenUpload upload, int end, IngestionPhase phase, string? reason = null)
    {
        _asking.Forget(upload.Number);
        var closed = new ClosedUpload(end - upload.Files.Files, upload.Summarize(Key.Id, phase, reason));
        await _blobs.PutAsync(CorpusBlobs.Ingestion(Prefix, upload.Number), JsonSerializer.SerializeToUtf8Bytes(closed, ContractJson.Options));
        await _blobs.PutAsync(CorpusBlobs.Ended(Prefix, upload.Id), ReadOnlyMemory<byte>.Empty);
        IngestionMeter.End(phase);
    }

    /// <summary>Removes the packs of an upload of which no file has a report.</summary>
    private async Task RemoveUnreadAsync(OpenUpload upload)
    {
        if (await UploadManifest.ReadAsync(_blobs, Prefix, upload.Id, CancellationToken.None) is not { } files) return;
        var read = files.Take(upload.Files.Files).Max(file => file.Pack) ?? -1;
        foreach (var pack in files.Select(file => file.Pack).OfType<int>().Where(pack => pack > read).Distinct())
            await _blobs.DeleteAsync(CorpusBlobs.Pack(Prefix, upload.Id, pack));
    }

    private async Task<FileReport> ReportOfAsync(int number)
    {
        var (first, page) = await PageOfAsync(number);
        return page.Entries[number - first].Report;
    }

    /// <summary>Removes what uploads left that broke off in a crash: folders that were never handed over, older than any upload lasts.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var folder = CorpusBlobs.Uploads(Prefix);
        var uploads = new Dictionary<string, List<string>>();
        await foreach (var blob in _blobs.ListAsync(folder, cancellationToken: cancellationToken))
        {
            var upload = blob.Key[folder.Length..blob.Key.LastIndexOf('/')];
            if (!uploads.TryGetValue(upload, out var keys)) uploads.Add(upload, keys = []);
            keys.Add(blob.Key);
        }
        var newest = _clock.GetUtcNow() - LongestUpload;
        foreach (var (upload, keys) in uploads)
        {
            if (keys.Contains(CorpusBlobs.Ended(Prefix, upload)) || State.Open.Exists(open => open.Id == upload)) continue;
            if (UploadWriter.StartOf(upload) is not { } start || start > newest) continue;
            foreach (var key in keys) await _blobs.DeleteAsync(key, cancellationToken: cancellationToken);
        }
    }
}
