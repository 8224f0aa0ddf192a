namespace MusicGen.Grains.Training;

/// <summary>Where a training session's checkpoints lie.</summary>
public static class CheckpointBlobs
{
    /// <summary>The folder of all checkpoints of a session, without a slash at the end.</summary>
    public static string Prefix(OwnedKey session) => $"checkpoints/{session}";

    /// <summary>The folder of one checkpoint, without a slash at the end.</summary>
    public static string Folder(OwnedKey session, string checkpoint) => $"{Prefix(session)}/{checkpoint}";
}
