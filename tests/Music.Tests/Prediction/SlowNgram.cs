namespace MusicGen.Music.Tests.Prediction;

/// <summary>The formula of an interpolated Witten–Bell n-gram as it is written, by looking through all pieces at every step.</summary>
internal sealed class SlowNgram(int[][] pieces, int begin, int vocabularySize)
{
    public double[] NatsOf(int[] piece, int order)
    {
        int[] stream = [begin, .. piece, begin];
        return [.. Enumerable.Range(1, stream.Length - 1).Select(i => -Math.Log(Probability(stream[i], stream[Math.Max(0, i - order + 1)..i])))];
    }

    private double Probability(int word, int[] history)
    {
        var shorter = history.Length > 0 ? Probability(word, history[1..]) : 1.0 / vocabularySize;
        var followers = pieces.SelectMany(piece => Followers([begin, .. piece, begin], history)).ToArray();
        if (followers.Length == 0) return shorter;
        var types = followers.Distinct().Count();
        return (followers.Count(follower => follower == word) + (types * shorter)) / (followers.Length + types);
    }

    private static IEnumerable<int> Followers(int[] stream, int[] history) =>
        from i in Enumerable.Range(1, stream.Length - 1)
        where i >= history.Length && stream.AsSpan(i - history.Length, history.Length).SequenceEqual(history)
        select stream[i];
}
