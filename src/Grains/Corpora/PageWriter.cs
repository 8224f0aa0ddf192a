using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>Reads the next files of an upload into a page.</summary>
internal sealed class PageWriter(CorpusPages pages, MidiIntake intake)
{
    /// <summary>Large enough that its flush does not count, small enough to show progress.</summary>
    private const int MaxFiles = 128;

    /// <summary>Bounds the memory: the note files of a page, six to ten times as large, are held until it is written.</summary>
    private const long MaxBytes = 4 << 20;

    /// <summary>Reads files and writes their page.</summary>
    /// <returns>Null when there was such a page already; then the index is of no more use.</returns>
    /// <exception cref="IOException">The store fails: nothing was written.</exception>
    public async Task<CorpusPage?> WriteAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var from = request.Upload.Files.Files;
        var batch = BatchOf(request.Files, from);
        var hashes = new HashSet<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readings = await Task.WhenAll(batch.Select(file => file.Refusal is null && hashes.Add(file.Sha256) && request.Index.Find(file.Sha256) is null
            ? ReadAsync(request, file, stop)
            : Task.FromResult<PieceReading?>(null)));

        var (entries, noteFiles, offset) = (new List<PageEntry>(), new List<byte[]>(), 0L);
        foreach (var (file, reading) in batch.Zip(readings))
        {
            var entry = await JudgeAsync(request, entries, file, reading);
            if (entry.Report.Outcome == FileOutcome.Accepted)
            {
                entry = entry with { NotesOffset = offset, NotesBytes = reading!.NoteFile!.Length };
                noteFiles.Add(reading.NoteFile);
                offset += reading.NoteFile.Length;
            }
            request.Index.Add(request.First + entries.Count, entry);
            entries.Add(entry);
        }
        return await pages.WriteAsync(request.Prefix, request.First, new CorpusPage(request.Upload.Number, from, entries), noteFiles, cancellationToken);
    }

    /// <summary>Where the store fails for one file, none of the others waits until it has failed for it as well: the page is read again as a whole.</summary>
    private async Task<PieceReading?> ReadAsync(PageRequest request, WaitingFile file, CancellationTokenSource stop)
    {
        try
        {
            return await intake.ReadAsync(request.Prefix, request.Upload.Id, file, request.Intake, stop.Token);
        }
        catch (IOException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private static List<WaitingFile> BatchOf(IReadOnlyList<WaitingFile> files, int from)
    {
        var (batch, bytes) = (new List<WaitingFile>(), 0L);
        foreach (var file in files.Skip(from).Take(MaxFiles))
        {
            var needed = file.Pack is null ? 0 : file.SizeBytes;
            if (batch.Count > 0 && bytes + needed > MaxBytes) break;
            batch.Add(file);
            bytes += needed;
        }
        return batch;
    }

    /// <summary>What becomes of a file, given all files before it.</summary>
    private static async Task<PageEntry> JudgeAsync(PageRequest request, List<PageEntry> before, WaitingFile file, PieceReading? reading)
    {
        if (file.Refusal is { } refusal) return new PageEntry(new FileReport(file.Name, file.Sha256, file.SizeBytes, FileOutcome.Rejected, refusal));
        if (reading is null)
        {
            if (request.Index.Find(file.Sha256) is { } known) return new PageEntry(DuplicateOf(await ReportAsync(known), file));
            // It stands in this page already, with a fault.
            var same = before.First(entry => entry.Report.Sha256 == file.Sha256);
            return same with { Report = same.Report with { Name = file.Name } };
        }
        if (reading.Report.Outcome != FileOutcome.Accepted || reading.Fingerprint is not { } fingerprint) return new PageEntry(reading.Report, IsFault: reading.IsFault);

        var entry = new PageEntry(reading.Report, Fingerprint: fingerprint.ToBytes());
        if (request.Index.FindSimilar(fingerprint) is not { } match) return entry;
        var other = await ReportAsync(match.Number);
        var report = reading.Report with { Of = other.Name, OfSha256 = other.Sha256, Similarity = Math.Round(match.Similarity, 3) };
        return request.Intake.NearDuplicates == NearDuplicates.Keep
            ? entry with { Report = report, Groups = match.Groups }
            : new PageEntry(report with { Outcome = FileOutcome.NearDuplicate, Reason = $"It is much like {report.Of}, and the corpus keeps one of such pieces." });

        async Task<FileReport> ReportAsync(int number) =>
            number >= request.First ? before[number - request.First].Report : await request.ReportOf(number);
    }

    private static FileReport DuplicateOf(FileReport first, WaitingFile file) => new(
        file.Name, file.Sha256, file.SizeBytes, FileOutcome.Duplicate, Of: first.Name, OfSha256: first.Sha256,
        Reason: first.Outcome == FileOutcome.Accepted ? $"The same bytes as {first.Name}." : $"The same bytes as {first.Name}, which is not in the corpus. {first.Reason}");
}
