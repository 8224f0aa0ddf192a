using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>The tokens that may come next: a list, and a mark for each of the 793, so that a step touches only what it allows.</summary>
internal sealed class NextTokens(LiveTokens live)
{
    private readonly bool[] _isThere = new bool[Score24Vocabulary.Size];
    private readonly int[] _ids = new int[Score24Vocabulary.Size];
    private int _count;

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    public bool Has(int id) => (uint)id < (uint)_isThere.Length && _isThere[id];

    public void Clear()
    {
        foreach (var id in Ids) _isThere[id] = false;
        _count = 0;
    }

    /// <param name="id">One that is not there yet.</param>
    public void Add(int id)
    {
        _isThere[id] = true;
        _ids[_count++] = id;
    }

    /// <summary>Adds the live tokens of a family whose values lie in a range, both ends included, but for one.</summary>
    public void AddLive(Score24Family family, long from = 0, long to = long.MaxValue, int except = Score24Syntax.None)
    {
        var (values, ids) = (live.ValuesOf(family), live.Of(family));
        for (var i = live.IndexFrom(family, from); i < values.Length && values[i] <= to; i++)
        {
            if (values[i] != except) Add(ids[i]);
        }
    }

    /// <exception cref="ArgumentException">The id is not there.</exception>
    public void Require(int id)
    {
        if (!Has(id)) throw new ArgumentException($"Token {id} is not allowed here.", nameof(id));
    }
}
