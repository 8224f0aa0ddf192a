namespace MusicGen.Contracts.Corpora;

/// <summary>Where an upload stands.</summary>
[GenerateSerializer, Alias("musicgen.IngestionPhase")]
public enum IngestionPhase
{
    /// <summary>Files are being read, or wait for uploads before this one.</summary>
    Running,

    /// <summary>Every file has its report.</summary>
    Succeeded,

    /// <summary>Somebody ended it; files without a report were not read.</summary>
    Canceled,

    /// <summary>It cannot be read on; files without a report were not read.</summary>
    Failed,
}
