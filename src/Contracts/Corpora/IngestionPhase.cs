namespace MusicGen.Contracts.Corpora;

/// <summary>Where an upload stands.</summary>
[GenerateSerializer, Alias("musicgen.IngestionPhase")]
public enum IngestionPhase
{
    /// <summary>Files are being read.</summary>
    Running,

    /// <summary>Every file has its report.</summary>
    Succeeded,
}
