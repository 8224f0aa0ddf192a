namespace MusicGen.Silo.Corpora.Zip;

/// <summary>What an archive's directory says of one entry; only what unpacking it shows can be believed.</summary>
/// <param name="Name">A label.</param>
/// <param name="IsFolder">Whether it stands for a folder.</param>
/// <param name="IsEncrypted">Whether it needs a password.</param>
/// <param name="Method">How it is packed: 0 not at all, 8 deflate.</param>
/// <param name="Crc32">Checksum of its content.</param>
/// <param name="PackedBytes">Length of its packed form.</param>
/// <param name="HeaderOffset">Where its own header lies in the archive.</param>
internal sealed record ZipEntry(string Name, bool IsFolder, bool IsEncrypted, int Method, uint Crc32, long PackedBytes, long HeaderOffset);
