namespace MusicGen.Music.Tokens;

/// <summary>This is not a word of <see cref="NoteNames"/>.</summary>
/// <param name="index">Where it stands among the words, from 0.</param>
/// <param name="word">The word.</param>
public sealed class NoteNameFormatException(int index, string word)
    : FormatException($"Word {index}, '{word}', is neither a note name such as E-4 nor a chord such as 4.7.11.")
{
    /// <summary>Where it stands among the words, from 0.</summary>
    public int Index { get; } = index;

    public string Word { get; } = word;
}
