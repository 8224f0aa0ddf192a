namespace MusicGen.Grains.Models;

/// <summary>Where a published model's blobs lie: a copy of its checkpoint, so that it outlives the training session's.</summary>
public static class ModelBlobs
{
    /// <summary>All models.</summary>
    public const string Root = "models/";

    /// <summary>The folder of all versions of a model, without a slash at the end.</summary>
    public static string Prefix(OwnedKey model) => $"{Root}{model}";

    /// <summary>The folder of one version, without a slash at the end.</summary>
    public static string Folder(OwnedKey model, int version) => $"{Prefix(model)}/{version}";
}
