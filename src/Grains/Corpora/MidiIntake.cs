using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Computing;
using MusicGen.Music.Analysis;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Similarity;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>Reads one uploaded MIDI file: bytes → score → profile, filters, fingerprint, note file.</summary>
internal sealed partial class MidiIntake(IBlobStore blobs, CpuPool cpu, TimeProvider clock, ILogger<MidiIntake> log) : IDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Bounds the files in memory: twice the cores keeps every core busy.</summary>
    private readonly SemaphoreSlim _inMemory = new(2 * Environment.ProcessorCount);

    /// <summary>A pure function of the file's bytes; every failure that has to do with this file alone is in the report.</summary>
    /// <exception cref="IOException">The store fails, for whatever it is asked: that is not the file's fault, so the page has to be read later.</exception>
    public async Task<PieceReading?> ReadAsync(string prefix, string upload, WaitingFile file, IntakeSettings intake, CancellationToken cancellationToken)
    {
        await _inMemory.WaitAsync(cancellationToken);
        try
        {
            return await FetchAsync(prefix, upload, file, cancellationToken) is { } midi
                ? await cpu.RunAsync(_ => Read(file, midi, intake), cancellationToken)
                : Rejected(file, "Its bytes cannot be read from the store: upload it again.") with { IsFault = true };
        }
        finally
        {
            _inMemory.Release();
        }
    }

    public void Dispose() => _inMemory.Dispose();

    /// <summary>Null when they are not there, or cannot be read several times in a row while the store gives out other things: one bad spot of a disk must not hold up an upload for ever.</summary>
    private async Task<byte[]?> FetchAsync(string prefix, string upload, WaitingFile file, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; file.Pack is { } pack; attempt++)
        {
            try
            {
                await using var bytes = await blobs.OpenAsync(CorpusBlobs.Pack(prefix, upload, pack), file.Offset, file.SizeBytes, cancellationToken);
                if (bytes is null) break;
                var midi = new byte[file.SizeBytes];
                await bytes.ReadExactlyAsync(midi, cancellationToken);
                return midi;
            }
            catch (IOException e)
            {
                LogUnreadable(log, e, file.Sha256, prefix, attempt);
                await ProbeAsync(prefix, upload, cancellationToken);
                if (attempt == Attempts) break;
                await Task.Delay(pause, clock, cancellationToken);
                pause *= 2;
            }
        }
        return null;
    }

    /// <summary>Reads what else there is of the upload. Where even that fails, so may everything; where it comes, writing the page is a second witness before anything is decided.</summary>
    /// <exception cref="IOException">The store fails.</exception>
    private async Task ProbeAsync(string prefix, string upload, CancellationToken cancellationToken)
    {
        await using var list = await blobs.OpenAsync(CorpusBlobs.Manifest(prefix, upload), offset: 0, length: 1, cancellationToken);
        if (list is not null) await list.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken);
    }

    private PieceReading Read(WaitingFile file, byte[] midi, IntakeSettings intake)
    {
        try
        {
            var reading = MidiReader.Read(midi);
            if (reading.Score.NoteCount == 0) return Rejected(file, "It is a MIDI file without a single note.");
            var profile = ScoreProfile.Of(reading.Score);
            var report = new FileReport(
                file.Name, file.Sha256, file.SizeBytes, FileOutcome.Accepted, Notes: profile.Notes, DurationSeconds: Math.Round(profile.Duration.TotalSeconds, 3),
                Repairs: PieceText.Of(reading.Repairs), Profile: PieceText.Of(profile));
            if (IntakeRules.FiltersOf(intake).Check(profile) is { } verdict)
                return new PieceReading(report with { Outcome = FileOutcome.Filtered, Filter = verdict.Filter, Reason = verdict.Sentence });
            var fingerprint = PieceFingerprint.Of(reading.Score);
            return new PieceReading(report, NoteFile.WriteUtf8(reading.Score), fingerprint.IsEmpty ? null : fingerprint);
        }
        catch (MidiFormatException e)
        {
            return Rejected(file, e.Reason, e.Offset);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It would fail the same way until MusicGen is mended. The other files go on.
            LogFailed(log, e, file.Sha256);
            return Rejected(file, "MusicGen failed at this file; the service's log says why.") with { IsFault = true };
        }
    }

    private static PieceReading Rejected(WaitingFile file, string reason, long? offset = null) =>
        new(new FileReport(file.Name, file.Sha256, file.SizeBytes, FileOutcome.Rejected, reason, offset));

    [LoggerMessage(1500, LogLevel.Warning, "the bytes of {Sha256} in {Corpus} could not be read, attempt {Attempt}")]
    private static partial void LogUnreadable(ILogger log, Exception e, string sha256, string corpus, int attempt);

    [LoggerMessage(1501, LogLevel.Error, "reading {Sha256} failed")]
    private static partial void LogFailed(ILogger log, Exception e, string sha256);
}
