using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Computing;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>Reads one uploaded MIDI file: note file into the store, report to the caller.</summary>
internal sealed class MidiIntake(IBlobStore blobs, CpuPool cpu) : IDisposable
{
    /// <summary>Bounds the files in memory: twice the cores keeps every core busy.</summary>
    private readonly SemaphoreSlim _inMemory = new(2 * Environment.ProcessorCount);

    /// <summary>Repeating is safe: the note file is a pure function of the MIDI file.</summary>
    public async Task<FileReport> ReadAsync(OwnedKey corpus, UploadedFile file, CancellationToken cancellationToken)
    {
        await _inMemory.WaitAsync(cancellationToken);
        try
        {
            var midi = await blobs.GetAsync(CorpusBlobs.MidiFile(corpus, file.Sha256), cancellationToken)
                ?? throw new InvalidOperationException($"The bytes of {file.Sha256} are not in the store.");
            var (report, noteFile) = await cpu.RunAsync(_ => Read(file, midi.Content.Span), cancellationToken);
            if (noteFile is not null) await blobs.PutAsync(CorpusBlobs.NoteFile(corpus, file.Sha256), noteFile, WriteCondition.IfAbsent, cancellationToken);
            return report;
        }
        finally
        {
            _inMemory.Release();
        }
    }

    public void Dispose() => _inMemory.Dispose();

    private static (FileReport Report, byte[]? NoteFile) Read(UploadedFile file, ReadOnlySpan<byte> midi)
    {
        try
        {
            var score = MidiReader.Read(midi).Score;
            var notes = score.NoteCount;
            return notes == 0
                ? (Rejected(file, "It is a MIDI file without a single note."), null)
                : (new FileReport(file.Name, file.Sha256, file.SizeBytes, FileOutcome.Accepted, Notes: notes, DurationSeconds: score.Duration.TotalSeconds),
                   NoteFile.WriteUtf8(score));
        }
        catch (MidiFormatException e)
        {
            return (Rejected(file, e.Reason, e.Offset), null);
        }
    }

    private static FileReport Rejected(UploadedFile file, string reason, long? offset = null) =>
        new(file.Name, file.Sha256, file.SizeBytes, FileOutcome.Rejected, reason, offset);
}
