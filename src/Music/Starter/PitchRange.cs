namespace MusicGen.Music.Starter;

/// <summary>What a voice can play: both ends included, at least an octave.</summary>
internal readonly record struct PitchRange(int Lowest, int Highest)
{
    public int Middle => (Lowest + Highest) / 2;

    public bool Contains(int pitch) => pitch >= Lowest && pitch <= Highest;
}
