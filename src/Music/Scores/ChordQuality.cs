namespace MusicGen.Music.Scores;

/// <summary>What stands on a chord's root.</summary>
public enum ChordQuality
{
    Major,
    Minor,
    Diminished,
    Augmented,
    Suspended4,
    Dominant7,
    Major7,
    Minor7,
    HalfDiminished7,
    Diminished7,
    MinorMajor7,
}
