using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Key signatures by the name of their key: <c>Bb major</c>, <c>F# minor</c>.</summary>
internal static class SignatureNames
{
    private const string MajorMode = "major";
    private const string MinorMode = "minor";
    private const int FlatMost = -7;

    // From 7 flats to 7 sharps.
    private static readonly string[] Major = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];
    private static readonly string[] Minor = ["Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#"];

    public static string Of(KeySignature key) =>
        key.IsMinor ? $"{Minor[key.Fifths - FlatMost]} {MinorMode}" : $"{Major[key.Fifths - FlatMost]} {MajorMode}";

    /// <summary>The signature of a name, or null.</summary>
    public static KeySignature? Parse(Ticks at, ReadOnlySpan<char> tonic, ReadOnlySpan<char> mode)
    {
        if (mode is not (MajorMode or MinorMode)) return null;
        var isMinor = mode is MinorMode;
        var index = Array.IndexOf(isMinor ? Minor : Major, tonic.ToString());
        return index < 0 ? null : new KeySignature(at, index + FlatMost, isMinor);
    }
}
