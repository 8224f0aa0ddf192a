namespace MusicGen.Grains.Sessions;

/// <summary>Where a tune's blobs lie.</summary>
public static class TuneBlobs
{
    public static string Midi(OwnedKey session, int number) => $"tunes/{session}/{number}.mid";

    public static string NoteFile(OwnedKey session, int number) => $"tunes/{session}/{number}.notes";

    /// <summary>The words and all that is needed to compose the tune again.</summary>
    public static string Record(OwnedKey session, int number) => $"tunes/{session}/{number}.json";
}
