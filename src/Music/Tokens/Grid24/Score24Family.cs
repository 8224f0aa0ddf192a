namespace MusicGen.Music.Tokens.Grid24;

/// <summary>What a token of <see cref="Score24"/> speaks of, in the order of the ids.</summary>
public enum Score24Family
{
    Special,
    Bar,
    TimeSig,
    Position,
    Tempo,
    Key,
    Chord,
    Program,
    Pitch,
    DrumPitch,
    Velocity,
    Duration,
}
