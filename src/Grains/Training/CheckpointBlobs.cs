namespace MusicGen.Grains.Training;

/// <summary>Where a training session's checkpoints lie.</summary>
public static class CheckpointBlobs
{
    /// <summary>All sessions' checkpoints.</summary>
    public const string Root = "checkpoints/";

    /// <summary>The folder of all checkpoints of a session, without a slash at the end.</summary>
    public static string Prefix(OwnedKey session) => $"{Root}{session}";

    /// <summary>The folder of one checkpoint, without a slash at the end.</summary>
    public static string Folder(OwnedKey session, string checkpoint) => $"{Prefix(session)}/{checkpoint}";
}
