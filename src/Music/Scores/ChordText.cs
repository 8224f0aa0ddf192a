namespace MusicGen.Music.Scores;

/// <summary>Chord symbols as text, in ASCII: <c>Ebm7</c>.</summary>
/// <remarks>
/// Read are lead-sheet symbols (<c>Dm7</c>, <c>CM7</c>, <c>Bdim</c>) and those of the Weimar Jazz Database (<c>D-7</c>, <c>Cj7</c>, <c>Bo</c>), with
/// any extension. A quality is the nearest of <see cref="ChordQuality"/>: the seventh counts before the fifth (C+7 is a dominant), extensions and
/// the bass after a slash are left out.
/// </remarks>
internal static class ChordText
{
    private const int Longest = 32;

    private static readonly string[] Roots = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    private static readonly string[] Suffixes = ["", "m", "dim", "aug", "sus4", "7", "M7", "m7", "m7b5", "dim7", "mM7"];

    /// <summary>The symbol: <c>Bbm7b5</c>, or <c>NC</c> for no chord.</summary>
    public static string Symbol(ChordSymbol chord) => chord.Root is { } root ? Roots[root] + Suffixes[(int)chord.Quality] : "NC";

    /// <summary>The chord of a symbol, or null where it cannot be read.</summary>
    public static ChordSymbol? Parse(Ticks at, ReadOnlySpan<byte> symbol)
    {
        symbol = symbol.Trim((byte)' ');
        if (symbol.Length is 0 or > Longest) return null;
        if (symbol.SequenceEqual("NC"u8) || symbol.SequenceEqual("N.C."u8)) return new ChordSymbol(at, null, ChordQuality.Major);
        if (Step(symbol[0]) is not { } root) return null;
        var suffix = symbol[1..];
        var accidental = suffix switch { [(byte)'#', ..] => 1, [(byte)'b', ..] => 11, _ => 0 };
        if (accidental > 0) suffix = suffix[1..];
        if (suffix.IndexOf((byte)'/') is >= 0 and var slash && Step(suffix[slash..] is [_, var bass, ..] ? bass : default) is not null) suffix = suffix[..slash];
        return Quality(suffix) is { } quality ? new ChordSymbol(at, (root + accidental) % 12, quality) : null;
    }

    private static int? Step(byte letter) =>
        letter switch { (byte)'C' => 0, (byte)'D' => 2, (byte)'E' => 4, (byte)'F' => 5, (byte)'G' => 7, (byte)'A' => 9, (byte)'B' => 11, _ => null };

    private static ChordQuality? Quality(ReadOnlySpan<byte> suffix)
    {
        if (Starts(ref suffix, "sus"u8)) return suffix.StartsWith("2"u8) ? null : ChordQuality.Suspended4;
        if (Starts(ref suffix, "dim"u8, "o"u8)) return suffix.StartsWith("7"u8) ? ChordQuality.Diminished7 : ChordQuality.Diminished;
        if (Starts(ref suffix, "augmented-"u8, "aug"u8, "+"u8))
            return suffix.IsEmpty ? ChordQuality.Augmented : suffix.SequenceEqual("ninth"u8) ? ChordQuality.Dominant7 : Seventh(suffix);
        if (Starts(ref suffix, "maj"u8, "M"u8, "j"u8)) return suffix.IsEmpty || suffix[0] == '6' ? ChordQuality.Major : ChordQuality.Major7;
        if (Starts(ref suffix, "min"u8, "m"u8, "-"u8)) return Minor(suffix);
        return Seventh(suffix);
    }

    private static ChordQuality? Minor(ReadOnlySpan<byte> suffix)
    {
        if (suffix.StartsWith("7b5"u8)) return ChordQuality.HalfDiminished7;
        if (suffix is [(byte)'M' or (byte)'j', ..] || suffix.StartsWith("maj"u8) || suffix.SequenceEqual("or-major"u8)) return ChordQuality.MinorMajor7;
        return Seventh(suffix) switch { ChordQuality.Major => ChordQuality.Minor, ChordQuality.Dominant7 => ChordQuality.Minor7, _ => null };
    }

    /// <summary>What the numbers after a major root say: no seventh, a minor one or a major one.</summary>
    private static ChordQuality? Seventh(ReadOnlySpan<byte> suffix) => suffix switch
    {
        [] or [(byte)'6', ..] => ChordQuality.Major,
        [(byte)'7' or (byte)'9', ..] or [(byte)'1', (byte)'1' or (byte)'3', ..] => ChordQuality.Dominant7,
        [(byte)'j' or (byte)'M', ..] => ChordQuality.Major7,
        _ => null,
    };

    private static bool Starts(ref ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> word, ReadOnlySpan<byte> other = default, ReadOnlySpan<byte> third = default)
    {
        var length = suffix.StartsWith(word) ? word.Length : Length(suffix, other) is > 0 and var second ? second : Length(suffix, third);
        suffix = suffix[length..];
        return length > 0;

        static int Length(ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> word) => suffix.StartsWith(word) ? word.Length : 0;
    }
}
