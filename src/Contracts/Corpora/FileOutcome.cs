namespace MusicGen.Contracts.Corpora;

/// <summary>What ingestion did with a file.</summary>
[GenerateSerializer, Alias("musicgen.FileOutcome")]
public enum FileOutcome
{
    /// <summary>Its notes are in the corpus.</summary>
    Accepted,

    /// <summary>The same bytes were there already.</summary>
    Duplicate,

    /// <summary>It could not be used.</summary>
    Rejected,
}
