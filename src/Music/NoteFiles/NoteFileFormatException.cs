namespace MusicGen.Music.NoteFiles;

/// <summary>This text is not a note file: the one exception of <see cref="NoteFile.ReadUtf8"/>.</summary>
/// <param name="line">The line at fault, from 1.</param>
/// <param name="reason">What is wrong, as a sentence for the person whose file it is.</param>
public sealed class NoteFileFormatException(int line, string reason) : FormatException($"Line {line}: {reason}")
{
    /// <summary>The line at fault, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong, without the line.</summary>
    public string Reason { get; } = reason;
}
