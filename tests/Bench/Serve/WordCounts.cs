namespace MusicGen.Bench.Serve;

/// <summary>How many words each of several receivers has got. Safe for concurrent use.</summary>
internal sealed class WordCounts(int receivers)
{
    private readonly long[] _words = new long[receivers];

    /// <summary>Whether everybody has got something.</summary>
    public bool HaveAll => Enumerable.Range(0, _words.Length).All(receiver => Volatile.Read(ref _words[receiver]) > 0);

    public void Add(int receiver, int words) => Interlocked.Add(ref _words[receiver], words);

    /// <summary>Words of each.</summary>
    public long[] Read() => [.. Enumerable.Range(0, _words.Length).Select(receiver => Volatile.Read(ref _words[receiver]))];

    /// <summary>Jain's index of fairness: 1 where all have the same, 1/n where one has all. Jain, Chiu, Hawe: A Quantitative Measure of Fairness (1984).</summary>
    public static double Fairness(IReadOnlyCollection<long> words)
    {
        double sum = words.Sum();
        return sum == 0 ? 1 : sum * sum / (words.Count * words.Sum(count => (double)count * count));
    }
}
