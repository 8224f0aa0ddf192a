namespace MusicGen.Music.Starter;

/// <summary>The kinds of chord that the starter corpus uses.</summary>
internal enum ChordQuality
{
    Major7,
    Sixth,
    Dominant7,
    Altered7,
    Minor7,
    Minor6,
    HalfDiminished,
    Diminished7,
}
