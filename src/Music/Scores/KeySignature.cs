namespace MusicGen.Music.Scores;

/// <summary>From this position on, the music is written in a key.</summary>
/// <param name="At">Where it starts to hold.</param>
/// <param name="Fifths">Sharps, 1 … 7, or flats, −1 … −7; 0 is C major and A minor.</param>
/// <param name="IsMinor">Whether it is the minor key of that signature.</param>
public readonly record struct KeySignature(Ticks At, int Fifths, bool IsMinor)
{
    public bool IsValid => Fifths is >= -7 and <= 7 && At <= Ticks.Max;

    /// <summary>The pitch class of the key's first degree, 0 … 11, C being 0.</summary>
    public int Tonic => (((Fifths * 7) + (IsMinor ? 9 : 0)) % 12 + 12) % 12;
}
