using System.Globalization;
using System.Text;

namespace MusicGen.Cli.Terminal;

/// <summary>Text of strangers, such as file names, on one line that shows what is there and does nothing to a terminal.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Escapes control characters, line and paragraph separators, and what is invisible or turns the direction of writing:
    /// <c>\n</c>, <c>\x1b</c>, <c>\u202e</c>. A backslash stays as it is, because it also parts folders.
    /// </summary>
    public static string Of(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPlain(rune)) visible.Append(rune);
            else visible.Append(Escape(rune.Value));
        }
        return visible.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Escape(int value) => value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xFF => $"\\x{value:x2}",
        <= 0xFFFF => $"\\u{value:x4}",
        _ => $"\\U{value:x8}",
    };
}
