namespace MusicGen.Music.NoteFiles;

/// <summary>Keys as musicians spell them: <c>Bb3</c>, <c>F#4</c>; C4 is middle C (MIDI key 60), the lowest octave is −1.</summary>
internal static class KeyNames
{
    private static readonly string[] Steps = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    private static readonly string[] Names = [.. Enumerable.Range(0, 128).Select(pitch => $"{Steps[pitch % 12]}{(pitch / 12) - 1}")];

    public static string Of(int pitch) => Names[pitch];

    /// <summary>The key of a name in any spelling (<c>Db4</c> is <c>C#4</c>), or null.</summary>
    public static int? Parse(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return null;
        int? step = (char)name[0] switch { 'C' => 0, 'D' => 2, 'E' => 4, 'F' => 5, 'G' => 7, 'A' => 9, 'B' => 11, _ => null };
        var rest = name[1..];
        var accidental = rest is [(byte)'#', ..] ? 1 : rest is [(byte)'b', ..] ? -1 : 0;
        int? octave = rest[Math.Abs(accidental)..] switch
        {
            [(byte)'-', (byte)'1'] => -1,
            [>= (byte)'0' and <= (byte)'9' and var digit] => digit - '0',
            _ => null,
        };
        var pitch = step + accidental + (12 * (octave + 1));
        return pitch is >= 0 and <= 127 ? pitch : null;
    }
}
