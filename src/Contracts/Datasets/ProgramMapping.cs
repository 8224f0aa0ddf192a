namespace MusicGen.Contracts.Datasets;

/// <summary>Which instruments a network tells apart.</summary>
[GenerateSerializer, Alias("musicgen.ProgramMapping")]
public enum ProgramMapping
{
    /// <summary>All 128 programs of General MIDI.</summary>
    Exact,

    /// <summary>The 16 families of General MIDI, each played by its first program.</summary>
    Families,

    /// <summary>Piano, guitar, bass and violin, as in the origin report; every other instrument becomes the one nearest to it.</summary>
    Seed,
}
