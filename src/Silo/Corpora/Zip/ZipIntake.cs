using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using MusicGen.Client.Corpora;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;

namespace MusicGen.Silo.Corpora.Zip;

/// <summary>Takes the MIDI files of an upload's zip archives; every other entry gets a report that says why it was not taken.</summary>
/// <param name="writer">Gets the files.</param>
/// <param name="unpackedBytes">To how much all archives may unpack.</param>
internal sealed class ZipIntake(UploadWriter writer, long unpackedBytes)
{
    private const int PeekBytes = 4;
    private const string Unpackable = "It cannot be unpacked: it is damaged, or packed in another way than deflate, which zip programs use by default.";

    private static readonly string[] Archives = [".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"];

    private readonly ZipUnpacker _unpacker = new(unpackedBytes);
    private int _entries;

    internal static UploadRefusedException TooManyEntries =>
        UploadRefusedException.TooLarge($"The archives of one upload have at most {UploadLimits.ZipEntries:N0} entries: send the rest in another one.");

    /// <param name="archive">Can seek.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadRefusedException">The archive as a whole is not taken.</exception>
    public async Task AddAsync(Stream archive, string name, CancellationToken cancellationToken)
    {
        await using var bytes = new ArchiveStream(archive);
        using var zip = Open(bytes, name);
        // All of them first: an archive that is refused has not been unpacked.
        if ((_entries += zip.Entries.Count) > UploadLimits.ZipEntries) throw TooManyEntries;
        if (zip.Entries.Any(entry => entry.IsEncrypted))
            throw new UploadRefusedException(ProblemKind.Invalid, "archive-encrypted", $"{name} is encrypted: send one without a password.");
        bytes.LiftBound();
        foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/') && !entry.FullName.EndsWith('\\')))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AddEntryAsync(entry, UploadName.Label(NameOf(entry)), cancellationToken);
        }
    }

    private static ZipArchive Open(ArchiveStream bytes, string name)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true, Encoding.Latin1);
            _ = zip.Entries; // reads the directory
            return zip;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            zip?.Dispose();
            throw new UploadRefusedException(ProblemKind.Invalid, "archive-damaged", $"{name} cannot be read: it is no zip archive, or it is damaged or cut off.");
        }
    }

    /// <summary>Programs that do not say how they wrote names wrote UTF-8, or the code page of their machine, for which Latin-1 then stands.</summary>
    private static string NameOf(ZipArchiveEntry entry)
    {
        if (entry.FullName.Any(letter => letter > byte.MaxValue)) return entry.FullName;
        var bytes = Encoding.Latin1.GetBytes(entry.FullName);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : entry.FullName;
    }

    private async Task AddEntryAsync(ZipArchiveEntry entry, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (WhyNot(entry, name) is { } reason) writer.AddRefused(name, entry.CompressedLength, reason);
            else if (_unpacker.Unpack(entry, name) is { } midi) await writer.AddAsync(name, midi, cancellationToken);
            else writer.AddRefused(name, entry.CompressedLength, $"It is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            writer.AddRefused(name, entry.CompressedLength, Unpackable);
        }
    }

    /// <summary>A file is taken for its name's ending or for its first bytes.</summary>
    private static string? WhyNot(ZipArchiveEntry entry, string name)
    {
        var ending = Path.GetExtension(name);
        if (name.StartsWith("__MACOSX/", StringComparison.Ordinal)) return "It is a note that macOS made about another file.";
        if (MidiFolder.Extensions.Contains(ending, StringComparer.OrdinalIgnoreCase)) return null;
        if (Archives.Contains(ending, StringComparer.OrdinalIgnoreCase)) return "It is an archive within the archive: unpack it and upload its files.";
        Span<byte> start = stackalloc byte[PeekBytes];
        using var content = entry.Open();
        start = start[..content.ReadAtLeast(start, PeekBytes, throwOnEndOfStream: false)];
        return start.SequenceEqual("MThd"u8) || start.SequenceEqual("RIFF"u8)
            ? null
            : $"It is no MIDI file: its name ends in none of {string.Join(", ", MidiFolder.Extensions)}, and it does not begin as one.";
    }
}
