using System.Globalization;
using System.Text;

namespace MusicGen.Music.NoteFiles;

/// <summary>Text in double quotes that stays on its line: <c>\"</c>, <c>\\</c>, and <c>\u0000</c> for what is not printable.</summary>
internal static class QuotedText
{
    private const int EscapeDigits = 4;
    private const int MostShown = 40;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else AppendPrintable(quoted, character);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The text between the quotes, or null where the quotes or an escape are wrong.</summary>
    /// <param name="quoted">Valid UTF-8.</param>
    public static string? Unquote(ReadOnlySpan<byte> quoted)
    {
        if (quoted is not [(byte)'"', .. var between, (byte)'"']) return null;
        var inside = Encoding.UTF8.GetString(between);
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
                && ushort.TryParse(inside.AsSpan(i + 1, EscapeDigits), NumberStyles.AllowHexSpecifier, null, out var code))
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

    /// <summary>A stranger's text for a message: what is not printable is escaped, and of more than 40 characters the first ones stand.</summary>
    public static string Shown(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        var characters = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * (MostShown + 1))]);
        foreach (var rune in characters.EnumerateRunes())
        {
            if (shown.Length >= MostShown) return shown.Append('…').ToString();
            foreach (var character in rune.ToString()) AppendPrintable(shown, character);
        }
        return shown.ToString();
    }

    private static void AppendPrintable(StringBuilder text, char character)
    {
        if (IsUnprintable(character)) text.Append($"\\u{(int)character:X4}");
        else text.Append(character);
    }

    /// <summary>Whether a character is for control: of the text, its lines or its direction.</summary>
    public static bool IsUnprintable(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
