using System.Collections.Frozen;

namespace MusicGen.Music.Tokens;

/// <summary>Names of single pitches as music21 gives them to MIDI keys: flats only for E and B, written with a minus sign.</summary>
/// <remarks>
/// Source: music21, pitch.py, <c>_convertPsToStep</c>. There <c>E-1</c> and <c>B-1</c> each mean two keys; here they are the flat ones
/// (27 and 34), and the naturals of octave −1 are <c>En-1</c> (4) and <c>Bn-1</c> (11), which music21 reads as such.
/// </remarks>
public static class PitchNames
{
    private const int Pitches = 128;
    private const int LowestE = 4;
    private const int LowestB = 11;

    private static readonly string[] Steps = ["C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B"];

    private static readonly string[] Names = [.. Enumerable.Range(0, Pitches).Select(NameOf)];

    private static readonly FrozenDictionary<string, int> Keys =
        Names.Select((name, pitch) => KeyValuePair.Create(name, pitch)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="pitch">0 … 127.</param>
    public static string Of(int pitch) => Names[pitch];

    public static bool TryParse(string name, out int pitch) => Keys.TryGetValue(name, out pitch);

    private static string NameOf(int pitch)
    {
        var natural = pitch is LowestE or LowestB ? "n" : "";
        return $"{Steps[pitch % 12]}{natural}{(pitch / 12) - 1}";
    }
}
