using System.Globalization;

namespace MusicGen.Music.NoteFiles;

/// <summary>Walks over the fields of one line, which white space separates.</summary>
internal ref struct NoteFileFields(ReadOnlySpan<char> line, int number)
{
    private ReadOnlySpan<char> _rest = line.Trim();

    /// <summary>The number of the line, from 1.</summary>
    public readonly int Line => number;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly NoteFileFormatException Fault(string reason) => new(number, reason);

    public ReadOnlySpan<char> Next(string what)
    {
        if (_rest.IsEmpty) throw Fault($"The line ends where {what} belongs.");
        var end = _rest.IndexOfAny(' ', '\t');
        var field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..].TrimStart();
        return field;
    }

    /// <summary>The rest of the line, which is one quoted text.</summary>
    public string RestAsText()
    {
        var text = QuotedText.Unquote(_rest) ?? throw Fault("The name is not a text in double quotes with \\\" \\\\ and \\u escapes.");
        _rest = default;
        return text;
    }

    public void Expect(string word)
    {
        if (!Next($"the word '{word}'").SequenceEqual(word)) throw Fault($"The word '{word}' is missing.");
    }

    public readonly void ExpectEnd()
    {
        if (!IsAtEnd) throw Fault($"The line goes on with '{_rest}'.");
    }

    public int NextNumber(string what, int least, int most) => (int)Number(Next(what), what, least, most);

    public readonly long Number(ReadOnlySpan<char> digits, string what, long least, long most) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Fault($"'{digits}' stands where {what} from {least} to {most} belongs.");
}
