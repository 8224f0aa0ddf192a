namespace MusicGen.Grains.Corpora;

/// <summary>Where a corpus's blobs lie.</summary>
/// <remarks>
/// <c>uploads/{id}/{n}</c> the files' bytes, several in a blob; <c>uploads/{id}/files</c> what they are; <c>uploads/{id}/ended</c> that the corpus
/// had them; <c>pages/{first}</c> reports and note files; <c>ingestions/{n}</c> how an upload ended; <c>frozen/{hash}</c> the files of a dataset.
/// </remarks>
internal static class CorpusBlobs
{
    /// <summary>All corpora.</summary>
    public const string Root = "corpora/";

    public static string Prefix(OwnedKey corpus) => $"{Root}{corpus}";

    /// <summary>All uploads' folders.</summary>
    public static string Uploads(string prefix) => $"{prefix}/uploads/";

    public static string Upload(string prefix, string upload) => $"{Uploads(prefix)}{upload}/";

    public static string Pack(string prefix, string upload, int pack) => $"{Upload(prefix, upload)}{pack:d5}";

    /// <summary>The list of an upload's files.</summary>
    public static string Manifest(string prefix, string upload) => $"{Upload(prefix, upload)}files";

    /// <summary>There once the upload has ended. One without it that is not on its way was never handed over.</summary>
    public static string Ended(string prefix, string upload) => $"{Upload(prefix, upload)}ended";

    public static string Pages(string prefix) => $"{prefix}/pages/";

    /// <param name="prefix">The corpus's folder.</param>
    /// <param name="first">Number of the page's first report; the digits keep the keys in the order of the reports.</param>
    public static string Page(string prefix, int first) => $"{Pages(prefix)}{first:d9}";

    public static string Ingestion(string prefix, int number) => $"{prefix}/ingestions/{number}";

    public static string Frozen(string prefix, string hash) => $"{prefix}/frozen/{hash}";
}
