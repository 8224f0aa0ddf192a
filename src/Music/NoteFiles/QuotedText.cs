using System.Globalization;
using System.Text;

namespace MusicGen.Music.NoteFiles;

/// <summary>Text in double quotes that stays on its line: <c>\"</c>, <c>\\</c>, and <c>\u0000</c> for what is not printable.</summary>
internal static class QuotedText
{
    private const int EscapeDigits = 4;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (IsUnprintable(character)) quoted.Append($"\\u{(int)character:X4}");
            else quoted.Append(character);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The text between the quotes, or null where the quotes or an escape are wrong.</summary>
    public static string? Unquote(ReadOnlySpan<char> quoted)
    {
        if (quoted is not ['"', .. var inside, '"']) return null;
        var text = new StringBuilder();
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '"') return null;
            if (inside[i] != '\\')
            {
                text.Append(inside[i]);
            }
            else if (++i < inside.Length && inside[i] is '"' or '\\')
            {
                text.Append(inside[i]);
            }
            else if (i + EscapeDigits < inside.Length && inside[i] == 'u'
                && ushort.TryParse(inside.Slice(i + 1, EscapeDigits), NumberStyles.AllowHexSpecifier, null, out var code))
            {
                text.Append((char)code);
                i += EscapeDigits;
            }
            else
            {
                return null;
            }
        }
        return text.ToString();
    }

    private static bool IsUnprintable(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
