using System.Text;
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
    public static KeySignature? Parse(Ticks at, ReadOnlySpan<byte> tonic, ReadOnlySpan<byte> mode)
    {
        var isMinor = Ascii.Equals(mode, MinorMode);
        if (!isMinor && !Ascii.Equals(mode, MajorMode)) return null;
        var index = Array.IndexOf(isMinor ? Minor : Major, Encoding.UTF8.GetString(tonic));
        return index < 0 ? null : new KeySignature(at, index + FlatMost, isMinor);
    }
}
