namespace MusicGen.Grains.Datasets;

/// <summary>Where a dataset's blobs lie. The index is written last: where it is, the dataset is complete.</summary>
public static class DatasetBlobs
{
    public static string Vocabulary(string hash) => $"datasets/{hash}/vocabulary";

    public static string Tokens(string hash) => $"datasets/{hash}/tokens";

    public static string Index(string hash) => $"datasets/{hash}/index";
}
