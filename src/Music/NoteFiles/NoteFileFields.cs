namespace MusicGen.Music.NoteFiles;

/// <summary>Walks over the fields of one line in UTF-8, which spaces and tabs separate.</summary>
internal ref struct NoteFileFields(ReadOnlySpan<byte> line, int number)
{
    private const long LargestBeforeDigit = long.MaxValue / 10;

    private ReadOnlySpan<byte> _rest = Trim(line);

    /// <summary>The number of the line, from 1.</summary>
    public readonly int Line => number;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Whether the line means nothing: it is blank, or a comment.</summary>
    public readonly bool IsSilent => _rest.IsEmpty || _rest[0] == ';';

    /// <summary>What is left of the line.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly NoteFileFormatException Fault(string reason) => new(number, reason);

    public ReadOnlySpan<byte> Next(string what)
    {
        if (_rest.IsEmpty) throw Fault($"The line ends where {what} belongs.");
        var end = 0;
        while (end < _rest.Length && !IsBetweenFields(_rest[end])) end++;
        var next = end;
        while (next < _rest.Length && IsBetweenFields(_rest[next])) next++;
        var field = _rest[..end];
        _rest = _rest[next..];
        return field;
    }

    /// <summary>The rest of the line, which is one quoted text.</summary>
    public string RestAsText()
    {
        var text = QuotedText.Unquote(_rest) ?? throw Fault("The name is not a text in double quotes with \\\" \\\\ and \\u escapes.");
        _rest = default;
        return text;
    }

    public void Expect(ReadOnlySpan<byte> word)
    {
        var shown = QuotedText.Shown(word);
        if (!Next($"the word '{shown}'").SequenceEqual(word)) throw Fault($"The word '{shown}' is missing.");
    }

    public readonly void ExpectEnd()
    {
        if (!IsAtEnd) throw Fault($"The line goes on with '{QuotedText.Shown(_rest)}'.");
    }

    public int NextNumber(string what, int least, int most) => (int)Number(Next(what), what, least, most);

    public readonly long Number(ReadOnlySpan<byte> digits, string what, long least, long most)
    {
        var value = 0L;
        var isNumber = !digits.IsEmpty;
        foreach (var character in digits)
        {
            var digit = (uint)(character - '0');
            isNumber &= digit <= 9 && value < LargestBeforeDigit;
            if (!isNumber) break;
            value = (value * 10) + digit;
        }
        return isNumber && value >= least && value <= most
            ? value
            : throw Fault($"'{QuotedText.Shown(digits)}' stands where {what} from {least} to {most} belongs.");
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        int start = 0, end = line.Length;
        while (start < end && IsSpace(line[start])) start++;
        while (start < end && IsSpace(line[end - 1])) end--;
        return line[start..end];
    }

    private static bool IsBetweenFields(byte character) => character is (byte)' ' or (byte)'\t';

    /// <summary>White space of ASCII, the carriage return of a line end included.</summary>
    private static bool IsSpace(byte character) => character == ' ' || character is >= 9 and <= 13;
}
