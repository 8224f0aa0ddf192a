namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Which programs <see cref="Score24"/> tells apart.</summary>
public enum ProgramMapping
{
    /// <summary>All 128 of General MIDI.</summary>
    Exact,

    /// <summary>The 16 families of General MIDI, each told as its first program: 0, 8, 16 … 120.</summary>
    Families,

    /// <summary>
    /// The origin report's instruments: piano (0), guitar (24), bass (32), violin (40) and drums. Plucked ones become guitars; what holds
    /// its tones (strings, ensembles, brass, reeds, pipes, leads, pads) becomes a violin; all else becomes a piano.
    /// </summary>
    Seed,
}
