using System.Text.Json.Serialization;

namespace MusicGen.Grains.Corpora;

/// <summary>Reports of files that were read together, with their note files: one immutable blob.</summary>
/// <remarks>The blob is the head's length (32 bits, little-endian), this as JSON (the head), and the note files one after another.</remarks>
/// <param name="Ingestion">The upload's number.</param>
/// <param name="From">Index in the upload of the first file.</param>
/// <param name="Entries">The files in their order.</param>
internal sealed record CorpusPage(int Ingestion, int From, IReadOnlyList<PageEntry> Entries)
{
    /// <summary>Where in the blob the note files begin; known once the page is in the store.</summary>
    [JsonIgnore]
    public long HeadBytes { get; init; }
}
