using System.Globalization;
using System.Text;

namespace MusicGen.Silo.Corpora;

/// <summary>Makes a label of a file's name: shown to people only, no path is ever made of it.</summary>
internal static class UploadName
{
    private const int MaxLength = 255;
    private const string Unnamed = "unnamed";

    /// <summary>The name without roots, drives and steps upwards, and without characters that show nothing or turn the direction of writing.</summary>
    public static string Label(string name)
    {
        var shown = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            // Cc and Cf: controls, and the marks that turn the direction; lone surrogates come as U+FFFD.
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                shown.Append(rune);
        }
        var steps = shown.Replace('\\', '/').ToString().Split('/').Select(step => step.Trim()).Where(step => step.Length > 0 && step is not ("." or "..") && !IsDrive(step));
        var label = string.Join('/', steps);
        if (label.Length == 0) return Unnamed;
        if (label.Length <= MaxLength) return label;
        var end = label[^MaxLength..];
        return char.IsLowSurrogate(end[0]) ? end[1..] : end;
    }

    private static bool IsDrive(string step) => step.Length == 2 && step[1] == ':' && char.IsAsciiLetter(step[0]);
}
