namespace MusicGen.Music.Tokens;

/// <summary>Names of chords: the pitch classes of their normal order, joined by full stops.</summary>
/// <remarks>
/// The normal order is the rotation of the classes with the smallest span, of several the one packed most to its first class, of
/// several the one from the lowest class: Allen Forte, The Structure of Atonal Music, 1973, §1.2. On all 4,095 sets of classes that is
/// what music21's tables give (<c>Chord.normalOrder</c>), so the words equal the origin report's.
/// </remarks>
internal static class ChordNames
{
    private const int Classes = 12;
    private const char Separator = '.';

    private static readonly string?[] Names = new string?[1 << Classes];

    /// <param name="classes">The chord's pitch classes, C being bit 0; at least one.</param>
    public static string Of(int classes) => Names[classes] ??= string.Join(Separator, NormalOrder(classes));

    /// <summary>The pitch classes in normal order.</summary>
    public static int[] NormalOrder(int classes)
    {
        int[] ascending = [.. Enumerable.Range(0, Classes).Where(pitchClass => (classes >> pitchClass & 1) != 0)];
        var best = ascending;
        for (var first = 1; first < ascending.Length; first++)
        {
            int[] rotation = [.. ascending[first..], .. ascending[..first]];
            if (IsPackedCloser(rotation, best)) best = rotation;
        }
        return best;
    }

    /// <summary>The classes of a word such as <c>4.7.11</c>; they are distinct and in any order.</summary>
    public static bool TryParse(string word, out int[] classes)
    {
        var fields = word.Split(Separator);
        classes = new int[fields.Length];
        var seen = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!TryParseClass(fields[i], out classes[i]) || (seen >> classes[i] & 1) != 0) return false;
            seen |= 1 << classes[i];
        }
        return true;
    }

    private static bool IsPackedCloser(int[] one, int[] other)
    {
        var order = Above(one, one.Length - 1).CompareTo(Above(other, other.Length - 1));
        for (var i = 1; order == 0 && i < one.Length; i++) order = Above(one, i).CompareTo(Above(other, i));
        return order < 0;
    }

    private static int Above(int[] rotation, int i) => (rotation[i] - rotation[0] + Classes) % Classes;

    private static bool TryParseClass(string field, out int pitchClass)
    {
        pitchClass = field switch
        {
            [>= '0' and <= '9' and var digit] => digit - '0',
            "10" => 10,
            "11" => 11,
            _ => -1,
        };
        return pitchClass >= 0;
    }
}
