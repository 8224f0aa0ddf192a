namespace MusicGen.Grains.Sessions;

/// <summary>What of a tune was composed, so that another silo can go on with it.</summary>
/// <param name="Identity">Of the tune, its model and the software: the words are of no use to any other.</param>
/// <param name="StartedAt">When composing began.</param>
/// <param name="Words">The words of each variation, with blanks between.</param>
internal sealed record SavedProgress(string Identity, DateTimeOffset StartedAt, IReadOnlyList<string> Words)
{
    /// <param name="variation">1 or more.</param>
    public IReadOnlyList<string> WordsOf(int variation) => Words[variation - 1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
