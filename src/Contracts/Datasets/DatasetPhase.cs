namespace MusicGen.Contracts.Datasets;

/// <summary>Where a dataset stands.</summary>
[GenerateSerializer, Alias("musicgen.DatasetPhase")]
public enum DatasetPhase
{
    /// <summary>Nobody asked for it yet.</summary>
    Absent,

    /// <summary>Pieces are being read.</summary>
    Building,

    /// <summary>Complete and immutable.</summary>
    Built,

    /// <summary>The recipe gives no usable dataset.</summary>
    Failed,
}
