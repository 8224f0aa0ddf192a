namespace MusicGen.Music.Starter;

/// <summary>A chord: a root and what stands on it.</summary>
/// <param name="Root">Pitch class, 0 … 11, C being 0.</param>
/// <param name="Quality">What stands on it.</param>
internal readonly record struct Chord(int Root, ChordQuality Quality)
{
    private static readonly (string Suffix, ChordQuality Quality)[] Suffixes =
    [
        ("maj7", ChordQuality.Major7),
        ("6", ChordQuality.Sixth),
        ("7", ChordQuality.Dominant7),
        ("7alt", ChordQuality.Altered7),
        ("m7", ChordQuality.Minor7),
        ("m6", ChordQuality.Minor6),
        ("m7b5", ChordQuality.HalfDiminished),
        ("dim7", ChordQuality.Diminished7),
    ];

    /// <summary>The pitch classes of root, third, fifth and seventh (or sixth).</summary>
    public int[] Tones => Over(Quality switch
    {
        ChordQuality.Major7 => [0, 4, 7, 11],
        ChordQuality.Sixth => [0, 4, 7, 9],
        ChordQuality.Dominant7 => [0, 4, 7, 10],
        ChordQuality.Altered7 => [0, 4, 8, 10],
        ChordQuality.Minor7 => [0, 3, 7, 10],
        ChordQuality.Minor6 => [0, 3, 7, 9],
        ChordQuality.HalfDiminished => [0, 3, 6, 10],
        _ => [0, 3, 6, 9],
    });

    /// <summary>The pitch classes of the scale that a player thinks of over the chord: Levine, The Jazz Theory Book, 1995, ch. 3.</summary>
    public int[] Scale => Over(Quality switch
    {
        ChordQuality.Major7 or ChordQuality.Sixth => [0, 2, 4, 5, 7, 9, 11],
        ChordQuality.Dominant7 => [0, 2, 4, 5, 7, 9, 10],
        ChordQuality.Altered7 => [0, 1, 3, 4, 6, 8, 10],
        ChordQuality.Minor7 => [0, 2, 3, 5, 7, 9, 10],
        ChordQuality.Minor6 => [0, 2, 3, 5, 7, 9, 11],
        ChordQuality.HalfDiminished => [0, 2, 3, 5, 6, 8, 10],
        _ => [0, 2, 3, 5, 6, 8, 9, 11],
    });

    /// <summary>Third and seventh (or sixth): what tells the chord from others.</summary>
    public int[] GuideTones => [Tones[1], Tones[3]];

    /// <summary>Third, fifth or thirteenth, seventh, ninth: what a pianist's left hand plays where a bass plays the root.</summary>
    public int[] RootlessTones => Over(Quality switch
    {
        ChordQuality.Major7 => [4, 7, 11, 2],
        ChordQuality.Sixth => [4, 7, 9, 2],
        ChordQuality.Dominant7 => [4, 9, 10, 2],
        ChordQuality.Altered7 => [4, 8, 10, 3],
        ChordQuality.Minor7 => [3, 7, 10, 2],
        ChordQuality.Minor6 => [3, 7, 9, 2],
        ChordQuality.HalfDiminished => [3, 6, 10, 0],
        _ => [0, 3, 6, 9],
    });

    /// <summary>A symbol such as <c>Bbmaj7</c>, <c>F#m7b5</c>, <c>G7</c>, moved up by some semitones.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Chord Parse(string symbol, int transposition)
    {
        var step = "C D EF G A B".IndexOf(symbol[0], StringComparison.Ordinal);
        var accidental = symbol.Length > 1 ? symbol[1] switch { '#' => 1, 'b' => -1, _ => 0 } : 0;
        var suffix = symbol[(1 + Math.Abs(accidental))..];
        foreach (var (known, quality) in Suffixes)
        {
            if (step >= 0 && suffix == known) return new Chord(PitchMath.ClassOf(step + accidental + transposition), quality);
        }
        throw new ArgumentException($"'{symbol}' is not a chord symbol.", nameof(symbol));
    }

    private int[] Over(int[] intervals)
    {
        var root = Root;
        return [.. intervals.Select(interval => PitchMath.ClassOf(root + interval))];
    }
}
