namespace MusicGen.Contracts.Corpora;

/// <summary>What ingestion did with a file.</summary>
[GenerateSerializer, Alias("musicgen.FileOutcome")]
public enum FileOutcome
{
    /// <summary>Its notes are in the corpus, perhaps after repairs.</summary>
    Accepted,

    /// <summary>The same bytes were there already.</summary>
    Duplicate,

    /// <summary>It could not be used.</summary>
    Rejected,

    /// <summary>It is much like a piece that was there already, and the corpus keeps one of them.</summary>
    NearDuplicate,

    /// <summary>One of the corpus's filters turned it away.</summary>
    Filtered,
}
