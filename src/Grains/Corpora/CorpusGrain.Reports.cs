using System.Security.Cryptography;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Grains.Corpora;

/// <summary>What is known of the files that were read.</summary>
internal sealed partial class CorpusGrain
{
    /// <summary>Pages that one call looks through for the reports that are wanted.</summary>
    private const int PagesScanned = 32;

    /// <summary>What was read of all pages is dear to read again: a corpus that has it stays in memory for longer than others.</summary>
    private static readonly TimeSpan IndexStays = TimeSpan.FromMinutes(15);

    private Task<List<int>>? _firsts;
    private Task<CorpusIndex>? _index;
    private (int First, CorpusPage Page)? _lastPage;

    public async Task<Answer<Page<FileReport>>> GetFiles(int from, int count, FileQuery? query)
    {
        if (!Exists) return NotFound;
        var (start, end) = await RangeAsync(query?.Ingestion);
        var (next, found) = (Math.Clamp(from, 0, end - start) + start, new List<FileReport>());
        for (var scanned = 0; next < end && found.Count < count && scanned < PagesScanned; scanned++)
        {
            var (first, page) = await PageOfAsync(next);
            for (; next < Math.Min(end, first + page.Entries.Count) && found.Count < count; next++)
            {
                var report = page.Entries[next - first].Report;
                if (query?.Wants(report) ?? true) found.Add(report);
            }
        }
        return new Page<FileReport>(found, next < end ? $"{next - start}" : null);
    }

    public async Task<NotesPlace?> FindNotes(string sha256)
    {
        if (!Exists || FindWritten(await IndexAsync(), sha256) is not { } number) return null;
        var (first, page) = await PageOfAsync(number);
        var entry = page.Entries[number - first];
        return entry.NotesBytes == 0 ? null : new NotesPlace(CorpusBlobs.Page(Prefix, first), page.HeadBytes + entry.NotesOffset, entry.NotesBytes);
    }

    public async Task<IReadOnlyList<bool>> AreKnown(IReadOnlyList<string> hashes)
    {
        if (!Exists) return [.. hashes.Select(_ => false)];
        var index = await IndexAsync();
        return [.. hashes.Select(hash => FindWritten(index, hash) is not null)];
    }

    public async Task<Answer<DatasetRecipe>> Freeze(TokenizerSettings tokenizer)
    {
        if (!Exists) return NotFound;
        if (!State.Open.IsEmpty)
            return new Problem(ProblemKind.Conflict, "corpus-still-ingesting", $"Corpus '{Key.Id}' is still being read: wait until its uploads have ended.");
        if (State.Files.Accepted == 0)
            return new Problem(ProblemKind.Conflict, "corpus-without-music", $"Corpus '{Key.Id}' has no accepted file: upload MIDI files that have notes.");
        var files = JsonSerializer.SerializeToUtf8Bytes(await AcceptedAsync(), ContractJson.Options);
        var hash = Convert.ToHexStringLower(SHA256.HashData(files));
        await _blobs.PutAsync(CorpusBlobs.Frozen(Prefix, hash), files);
        return new DatasetRecipe(hash, Prefix, tokenizer);
    }

    /// <summary>The accepted files, by hash.</summary>
    private async Task<List<FrozenFile>> AcceptedAsync()
    {
        var accepted = new Dictionary<int, FrozenFile>();
        var (groups, files) = (new PieceGroups(), State.Files.Files);
        foreach (var first in (await FirstsAsync()).ToArray())
        {
            if (first >= files) break;
            var page = await ReadPageAsync(first);
            foreach (var (place, entry) in page.Entries.Index())
            {
                if (entry.Report.Outcome != FileOutcome.Accepted) continue;
                groups.Join(first + place, entry.Groups ?? []);
                accepted.Add(
                    first + place,
                    new FrozenFile(entry.Report.Name, entry.Report.Sha256, entry.Report.Sha256, first, page.HeadBytes + entry.NotesOffset, entry.NotesBytes));
            }
        }
        // Only now are the groups whole: a late piece may have joined two.
        return [.. accepted
            .Select(piece => piece.Value with { Group = accepted[groups.FirstOf(piece.Key)].Sha256 })
            .OrderBy(file => file.Sha256, StringComparer.Ordinal)];
    }

    /// <summary>The numbers of an upload's reports, or of all: from the first one up to the second.</summary>
    private async Task<(int Start, int End)> RangeAsync(int? ingestion)
    {
        var all = State.Files.Files;
        if (ingestion is not { } number) return (0, all);
        if (State.Open is [{ } reading, ..] && reading.Number == number) return (all - reading.Files.Files, all);
        return await FindClosedAsync(number) is { } closed ? (closed.First, closed.First + closed.Summary.Done) : (0, 0);
    }

    private async Task<(int First, CorpusPage Page)> PageOfAsync(int number)
    {
        if (_lastPage is not { } last || number < last.First || number >= last.First + last.Page.Entries.Count)
        {
            var firsts = await FirstsAsync();
            var place = firsts.BinarySearch(number);
            var first = firsts[place >= 0 ? place : ~place - 1];
            _lastPage = last = (first, await ReadPageAsync(first));
        }
        return last;
    }

    private async Task<CorpusPage> ReadPageAsync(int first) =>
        await _pages.ReadAsync(Prefix, first) ?? throw new InvalidOperationException($"Page {first} of corpus {Key} is not in the store.");

    /// <summary>Listed once, whoever asks first; the loop keeps it up to date. Whoever waits between its items takes a copy.</summary>
    private Task<List<int>> FirstsAsync()
    {
        if (_firsts is not { IsFaulted: false, IsCanceled: false }) _firsts = _pages.FirstsAsync(Prefix, CancellationToken.None);
        Stay();
        return _firsts;
    }

    /// <summary>The index knows of a page before it is written: until then, nobody may rely on its files.</summary>
    private int? FindWritten(CorpusIndex index, string sha256) => index.Find(sha256) is { } number && number < State.Files.Files ? number : null;

    /// <summary>Read once from all pages; the loop keeps it up to date.</summary>
    private Task<CorpusIndex> IndexAsync()
    {
        if (_index is not { IsFaulted: false, IsCanceled: false }) _index = ReadIndexAsync();
        Stay();
        return _index;
    }

    private void Hold(TimeSpan time)
    {
        // Also where it is to stay on: only zero has Orleans look again after one that it was to keep for ever.
        DelayDeactivation(_held = time);
        if (time <= TimeSpan.Zero) Stay();
    }

    private void Stay() => DelayDeactivation(_held > TimeSpan.Zero || (_firsts is null && _index is null) ? _held : IndexStays);

    private async Task<CorpusIndex> ReadIndexAsync()
    {
        var (index, files) = (new CorpusIndex(State.Intake.Similarity), State.Files.Files);
        foreach (var first in (await FirstsAsync()).ToArray())
        {
            if (first >= files) break;
            foreach (var (place, entry) in (await ReadPageAsync(first)).Entries.Index()) index.Add(first + place, entry);
        }
        return index;
    }
}
