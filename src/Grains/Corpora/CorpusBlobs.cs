namespace MusicGen.Grains.Corpora;

/// <summary>Where a corpus's blobs lie.</summary>
public static class CorpusBlobs
{
    /// <summary>The bytes of an uploaded MIDI file.</summary>
    public static string MidiFile(OwnedKey corpus, string sha256) => $"{Prefix(corpus)}/files/{sha256}.mid";

    /// <summary>The note file made from it.</summary>
    public static string NoteFile(OwnedKey corpus, string sha256) => NoteFile(Prefix(corpus), sha256);

    internal static string NoteFile(string prefix, string sha256) => $"{prefix}/notes/{sha256}.notes";

    internal static string Prefix(OwnedKey corpus) => $"corpora/{corpus}";
}
