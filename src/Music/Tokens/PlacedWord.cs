namespace MusicGen.Music.Tokens;

/// <summary>A word of <see cref="NoteNames"/> and when it is told.</summary>
/// <param name="At">In twelfths of a tick.</param>
/// <param name="Index">Its place in the order of parts, and within a part of onsets; it decides between words at one time.</param>
/// <param name="Word">The word.</param>
internal readonly record struct PlacedWord(long At, int Index, string Word) : IComparable<PlacedWord>
{
    public int CompareTo(PlacedWord other)
    {
        var order = At.CompareTo(other.At);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }

    /// <summary>The words in the order of time. A single part's come in order, so that only several are sorted.</summary>
    public static string[] InOrder(Span<PlacedWord> placed)
    {
        for (var i = 1; i < placed.Length; i++)
        {
            if (placed[i - 1].At <= placed[i].At) continue;
            placed.Sort();
            break;
        }
        var words = new string[placed.Length];
        for (var i = 0; i < words.Length; i++) words[i] = placed[i].Word;
        return words;
    }
}
