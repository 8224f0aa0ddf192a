namespace MusicGen.Contracts.Sessions;

/// <summary>What a tune does with its primer.</summary>
[GenerateSerializer, Alias("musicgen.TuneMode")]
public enum TuneMode
{
    /// <summary>There is no primer.</summary>
    None,

    /// <summary>The tune begins with it and goes on.</summary>
    Continue,

    /// <summary>The tune has its shape and keeps some of its notes; the others are composed anew in their places.</summary>
    Variation,

    /// <summary>Score24 only: the tune has it whole, and other instruments play around it.</summary>
    Accompany,
}
