namespace MusicGen.Grains.Sessions;

/// <summary>Where a tune's blobs lie: all in one folder.</summary>
public static class TuneBlobs
{
    /// <summary>All sessions' tunes.</summary>
    public const string Root = "tunes/";

    /// <summary>The folder of all tunes of a session, with a slash at the end.</summary>
    public static string Folder(OwnedKey session) => $"{Root}{session}/";

    /// <summary>The folder of one tune, with a slash at the end.</summary>
    public static string Folder(OwnedKey session, int number) => $"{Root}{session}/{number}/";

    public static string Midi(OwnedKey session, int number, int variation) => $"{Folder(session, number)}{variation}.mid";

    public static string NoteFile(OwnedKey session, int number, int variation) => $"{Folder(session, number)}{variation}.notes";

    /// <summary>The variation as audio, where somebody has asked for it; can be rendered again.</summary>
    public static string Audio(OwnedKey session, int number, int variation, string extension) => $"{Folder(session, number)}{variation}.{extension}";

    /// <summary>The words and all that is needed to compose the variation again.</summary>
    public static string Record(OwnedKey session, int number, int variation) => $"{Folder(session, number)}{variation}.json";

    /// <summary>The settings of a tune that has a primer, until it has ended.</summary>
    public static string Request(OwnedKey session, int number) => $"{Folder(session, number)}request.json";

    /// <summary>What was composed so far, until the tune has ended.</summary>
    public static string Progress(OwnedKey session, int number) => $"{Folder(session, number)}progress";
}
