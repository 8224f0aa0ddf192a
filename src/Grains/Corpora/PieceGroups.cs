namespace MusicGen.Grains.Corpora;

/// <summary>Groups of near-duplicates: a piece that is like two of them makes them one.</summary>
/// <remarks>Union-find, a group being named after its first piece (R. Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", 1975). For one thread at a time.</remarks>
internal sealed class PieceGroups
{
    private readonly Dictionary<int, int> _earlier = [];

    /// <summary>The first piece of a piece's group; the piece itself when it has none.</summary>
    public int FirstOf(int piece)
    {
        var first = piece;
        while (_earlier.TryGetValue(first, out var earlier)) first = earlier;
        // Whoever asks next gets there at once.
        while (piece != first) (_earlier[piece], piece) = (first, _earlier[piece]);
        return first;
    }

    /// <summary>Makes one group of a piece's and of others'.</summary>
    public void Join(int piece, IEnumerable<int> others)
    {
        foreach (var other in others)
        {
            var (one, two) = (FirstOf(piece), FirstOf(other));
            if (one != two) _earlier[Math.Max(one, two)] = Math.Min(one, two);
        }
    }
}
