namespace MusicGen.Contracts.Datasets;

/// <summary>Which parts of a piece become words.</summary>
[GenerateSerializer, Alias("musicgen.PartSelection")]
public enum PartSelection
{
    /// <summary>Every part but the drums, merged by onset.</summary>
    AllPitched,

    /// <summary>The first instrument's part only, as in the origin report.</summary>
    First,
}
