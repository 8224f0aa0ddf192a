using System.Globalization;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>Instruments as users name them.</summary>
public static class ProgramNames
{
    private static readonly Dictionary<string, int[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["piano"] = [0, 1, 2, 3, 4, 5, 6, 7],
        ["guitar"] = [24, 25, 26, 27, 28, 29, 30, 31],
        ["bass"] = [32, 33, 34, 35, 36, 37, 38, 39],
        ["violin"] = [40],
        ["drums"] = [Score24Vocabulary.DrumProgram],
    };

    /// <summary>The names: piano, guitar and bass (the eight programs of General MIDI's family), violin and drums.</summary>
    public static IReadOnlyCollection<string> All => Known.Keys;

    /// <summary>The one spelling of a name or a number that <see cref="TryParse"/> understands, such as <c>piano</c> of <c>PIANO</c> and <c>33</c> of <c>0033</c>; null of anything else.</summary>
    public static string? FindSpelling(string text)
    {
        if (!TryParse(text, out var programs)) return null;
        return Known.Keys.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? programs[0].ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The programs of a name or of a number from 0 to 127; drums are <see cref="Score24Vocabulary.DrumProgram"/>.</summary>
    public static bool TryParse(string text, out IReadOnlyList<int> programs)
    {
        ArgumentNullException.ThrowIfNull(text);
        programs = [];
        if (Known.TryGetValue(text, out var known)) programs = known;
        else if (int.TryParse(text, NumberStyles.None, null, out var number) && number < Score24Vocabulary.DrumProgram) programs = [number];
        return programs.Count > 0;
    }
}
