using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>The seven pitch classes of a key: a major or a natural minor scale.</summary>
/// <param name="Tonic">Pitch class of the first degree, 0 … 11, C being 0.</param>
/// <param name="IsMinor">Whether it is the natural minor scale.</param>
public readonly record struct Scale(int Tonic, bool IsMinor)
{
    private const int Classes = 12;
    private const int Major = 0b1010_1011_0101; // a bit each for the semitones above the tonic: 0, 2, 4, 5, 7, 9, 11
    private const int NaturalMinor = 0b0101_1010_1101; // 0, 2, 3, 5, 7, 8, 10

    /// <summary>What <see cref="TryParse"/> understands, for whoever wrote something else.</summary>
    public const string Spellings =
        "a key is a tonic, C, C#, Db and so on to B, and major or minor (maj, min, m), such as C, A minor, F# major or Bbm; a tonic alone is major";

    /// <summary>Reads a key in one of the usual spellings: <c>C</c>, <c>A minor</c>, <c>F# major</c>, <c>Bbm</c>, <c>Eb:maj</c>, <c>c♯-min</c>.</summary>
    public static bool TryParse(string text, out Scale scale)
    {
        ArgumentNullException.ThrowIfNull(text);
        scale = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return false;
        int? tonic = char.ToUpperInvariant(rest[0]) switch { 'C' => 0, 'D' => 2, 'E' => 4, 'F' => 5, 'G' => 7, 'A' => 9, 'B' => 11, _ => null };
        if (tonic is not { } natural) return false;
        rest = rest[1..];
        var accidental = rest switch { ['#' or '♯', ..] => 1, ['b' or '♭', ..] => -1, _ => 0 };
        if (IsMinorMode(rest[Math.Abs(accidental)..]) is not { } isMinor) return false;
        scale = new Scale((natural + accidental + Classes) % Classes, isMinor);
        return true;
    }

    /// <summary>Whether a MIDI key belongs to the scale.</summary>
    public bool Contains(int pitch) => ((IsMinor ? NaturalMinor : Major) >> ((pitch - Tonic + Classes) % Classes) & 1) != 0;

    /// <summary>Such as <c>A minor</c>, spelled with the fewest accidentals.</summary>
    public override string ToString() => SignatureNames.Of(Score24Harmony.KeyOf(KeyValue, Ticks.Zero));

    /// <summary>The value of the Key token that announces it.</summary>
    internal int KeyValue => Tonic + (IsMinor ? Classes : 0);

    private static bool? IsMinorMode(ReadOnlySpan<char> text)
    {
        var mode = text.TrimStart(" :-_");
        if (text is "" || mode is "M" || Is(mode, "maj") || Is(mode, "major")) return false;
        return mode is "m" || Is(mode, "min") || Is(mode, "minor") ? true : null;
    }

    private static bool Is(ReadOnlySpan<char> mode, string name) => mode.Equals(name, StringComparison.OrdinalIgnoreCase);
}
