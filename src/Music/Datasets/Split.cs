namespace MusicGen.Music.Datasets;

/// <summary>Which part of the work a piece serves.</summary>
public enum Split
{
    /// <summary>The model learns from it.</summary>
    Train,

    /// <summary>Held out: decides when to stop and which checkpoint is best.</summary>
    Validation,

    /// <summary>Held out: looked at once, at the end.</summary>
    Test,
}
