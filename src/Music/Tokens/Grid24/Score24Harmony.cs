using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Keys and chords of a score as values of tokens, and back.</summary>
internal static class Score24Harmony
{
    private const int Classes = 12;

    /// <remarks>Keys that sound alike share a token.</remarks>
    public static int ValueOf(KeySignature key) => key.Tonic + (key.IsMinor ? Classes : 0);

    /// <summary>The key with the fewest accidentals; F sharp and D sharp minor rather than G flat and E flat minor.</summary>
    public static KeySignature KeyOf(int value, Ticks at)
    {
        var isMinor = value >= Classes;
        for (var fifths = -5; ; fifths++)
        {
            var key = new KeySignature(at, fifths, isMinor);
            if (key.Tonic == value % Classes) return key;
        }
    }

    public static int ValueOf(ChordSymbol chord) =>
        chord.Root is { } root ? (root * Score24Vocabulary.Qualities) + (int)chord.Quality : Score24Vocabulary.NoChord;

    public static ChordSymbol ChordOf(int value, Ticks at) => value == Score24Vocabulary.NoChord
        ? new ChordSymbol(at, null, ChordQuality.Major)
        : new ChordSymbol(at, value / Score24Vocabulary.Qualities, (ChordQuality)(value % Score24Vocabulary.Qualities));
}
