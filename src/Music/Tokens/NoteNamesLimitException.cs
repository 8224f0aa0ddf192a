namespace MusicGen.Music.Tokens;

/// <summary>A score's notes are held over so many bars that telling them in each gives more words than <see cref="NoteNames"/> admits.</summary>
/// <param name="reason">How many notes it has and how many words it may have, as a sentence.</param>
public sealed class NoteNamesLimitException(string reason) : Exception(reason)
{
    internal static NoteNamesLimitException For(int notes, long mostWords) =>
        new($"The score's {notes} notes are held over so many bars that it would have more than {mostWords} words; told once each, they have no more words than notes.");
}
