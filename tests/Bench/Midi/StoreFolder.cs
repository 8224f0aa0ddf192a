using MusicGen.Storage.Local;

namespace MusicGen.Bench.Midi;

/// <summary>A local store in a temporary folder that goes with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    /// <summary>As the service does: a flush a file would cost more than the files.</summary>
    private const int FilesInABlob = 128;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-bench-");

    /// <summary>Stores note files and tokens, many in a blob; durable when it returns.</summary>
    public void Store(IEnumerable<(byte[] NoteFile, byte[] Tokens)> pieces)
    {
        var store = new LocalBlobStore(_folder.FullName);
        foreach (var (number, chunk) in pieces.Chunk(FilesInABlob).Index())
        {
            store.PutAsync($"notes/{number}", Join(chunk.Select(piece => piece.NoteFile))).GetAwaiter().GetResult();
            store.PutAsync($"tokens/{number}", Join(chunk.Select(piece => piece.Tokens))).GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Join(IEnumerable<byte[]> parts)
    {
        byte[][] all = [.. parts];
        var joined = new byte[all.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in all)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }
        return joined;
    }
}
