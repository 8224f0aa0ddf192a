namespace MusicGen.Music.Prediction;

/// <summary>The distinct sequences of one length, each with how often it was seen and what went on from it.</summary>
/// <remarks>Those that go on from one sequence stand together at the next level, in the order of their last words. 12 bytes each, 8 at the last level.</remarks>
/// <param name="words">The last word of each sequence.</param>
/// <param name="counts">How often each was seen.</param>
/// <param name="firstLonger">For each sequence the first at the next level that goes on from it, and one more for their end; empty at the last level.</param>
internal sealed class NgramLevel(int[] words, int[] counts, int[] firstLonger)
{
    public const int None = -1;

    public int CountOf(int sequence) => counts[sequence];

    /// <summary>How many different words came after a sequence.</summary>
    public int TypesAfter(int sequence) => firstLonger[sequence + 1] - firstLonger[sequence];

    /// <summary>The sequence at the next level that goes on from one with a word; <see cref="None"/> where it was never seen.</summary>
    public int Find(int sequence, int word, NgramLevel next)
    {
        var first = firstLonger[sequence];
        var index = next.Words.Slice(first, TypesAfter(sequence)).BinarySearch(word);
        return index >= 0 ? first + index : None;
    }

    private ReadOnlySpan<int> Words => words;
}
