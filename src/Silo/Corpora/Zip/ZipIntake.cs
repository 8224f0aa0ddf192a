using MusicGen.Client.Corpora;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>Takes the MIDI files of an upload's zip archives; every other entry gets a report that says why it was not taken.</summary>
internal sealed class ZipIntake(UploadWriter writer)
{
    private const int PeekBytes = 4;

    private static readonly string[] Archives = [".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"];

    private readonly ZipUnpacker _unpacker = new();
    private int _entries;

    /// <param name="archive">Can seek.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadRefusedException">The archive as a whole is not taken.</exception>
    public async Task AddAsync(Stream archive, string name, CancellationToken cancellationToken)
    {
        try
        {
            // All of them first: an archive that is refused has not been unpacked.
            var entries = new List<ZipEntry>();
            foreach (var entry in ZipDirectory.Read(archive))
            {
                if (++_entries > UploadLimits.ZipEntries)
                    throw UploadRefusedException.TooLarge($"The archives of one upload have at most {UploadLimits.ZipEntries:N0} entries: send the rest in another one.");
                if (entry.IsEncrypted)
                    throw new UploadRefusedException(ProblemKind.Invalid, "archive-encrypted", $"{name} is encrypted: send one without a password.");
                if (!entry.IsFolder) entries.Add(entry);
            }
            foreach (var entry in entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await AddEntryAsync(archive, entry, cancellationToken);
            }
        }
        catch (ZipFormatException e)
        {
            throw new UploadRefusedException(ProblemKind.Invalid, "archive-damaged", $"{name} cannot be read (byte {e.Offset:N0}): {e.Reason}");
        }
    }

    private async Task AddEntryAsync(Stream archive, ZipEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (WhyNot(archive, entry) is { } reason) writer.AddRefused(entry.Name, entry.PackedBytes, reason);
            else if (_unpacker.Unpack(archive, entry) is { } midi) await writer.AddAsync(entry.Name, midi, cancellationToken);
            else writer.AddRefused(entry.Name, entry.PackedBytes, $"It is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.");
        }
        catch (ZipFormatException e)
        {
            writer.AddRefused(entry.Name, entry.PackedBytes, e.Reason);
        }
    }

    /// <summary>A file is taken for its name's ending or for its first bytes.</summary>
    private static string? WhyNot(Stream archive, ZipEntry entry)
    {
        var ending = Path.GetExtension(entry.Name);
        if (entry.Name.StartsWith("__MACOSX/", StringComparison.Ordinal)) return "It is a note that macOS made about another file.";
        if (MidiFolder.Extensions.Contains(ending, StringComparer.OrdinalIgnoreCase)) return null;
        if (Archives.Contains(ending, StringComparer.OrdinalIgnoreCase)) return "It is an archive within the archive: unpack it and upload its files.";
        ReadOnlySpan<byte> start = ZipUnpacker.Peek(archive, entry, PeekBytes);
        return start.SequenceEqual("MThd"u8) || start.SequenceEqual("RIFF"u8)
            ? null
            : $"It is no MIDI file: its name ends in none of {string.Join(", ", MidiFolder.Extensions)}, and it does not begin as one.";
    }
}
