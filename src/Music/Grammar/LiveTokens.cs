using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>The tokens that may be drawn at all: those that a model has seen, less what constraints never admit.</summary>
internal sealed class LiveTokens
{
    private static readonly Score24Family[] Families = Enum.GetValues<Score24Family>();

    private readonly bool[] _isLive = new bool[Score24Vocabulary.Size];
    private readonly int[][] _ids = new int[Families.Length][];
    private readonly int[][] _values = new int[Families.Length][];

    /// <param name="liveIds">Default: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no id.</exception>
    public LiveTokens(IEnumerable<int>? liveIds)
    {
        if (liveIds is null) Array.Fill(_isLive, true);
        foreach (var id in liveIds ?? [])
        {
            if ((uint)id >= (uint)_isLive.Length) throw new ArgumentOutOfRangeException(nameof(liveIds), id, "There is no such token.");
            _isLive[id] = true;
        }
        foreach (var family in Families) Keep(family, _ => true);
    }

    /// <summary>The live ids of a family, in order.</summary>
    public int[] Of(Score24Family family) => _ids[(int)family];

    /// <summary>The values of the live tokens of a family, in order.</summary>
    public int[] ValuesOf(Score24Family family) => _values[(int)family];

    public bool Has(Score24Family family) => _ids[(int)family].Length > 0;

    public bool Has(Score24Family family, int value) => Array.BinarySearch(_values[(int)family], value) >= 0;

    /// <summary>The index of the first live token of a family whose value is not below one; as many as there are where all are.</summary>
    public int IndexFrom(Score24Family family, long value)
    {
        var values = _values[(int)family];
        if (values.Length == 0 || value <= values[0]) return 0;
        if (value > values[^1]) return values.Length;
        var found = Array.BinarySearch(values, (int)value);
        return found >= 0 ? found : ~found;
    }

    /// <summary>Leaves only some tokens of a family.</summary>
    public void Keep(Score24Family family, Func<int, bool> isKept)
    {
        var ids = Enumerable.Range(Score24Vocabulary.FirstOf(family), Score24Vocabulary.CountOf(family)).ToArray();
        foreach (var id in ids) _isLive[id] &= isKept(Score24Vocabulary.TokenOf(id).Value);
        _ids[(int)family] = [.. ids.Where(id => _isLive[id])];
        _values[(int)family] = [.. _ids[(int)family].Select(id => Score24Vocabulary.TokenOf(id).Value)];
    }
}
