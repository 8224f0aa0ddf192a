using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>The tokens that may be drawn at all: those that a model has seen, less what constraints never admit.</summary>
internal sealed class LiveTokens
{
    private readonly bool[] _isLive = new bool[Score24Vocabulary.Size];
    private readonly int[][] _ids = new int[Enum.GetValues<Score24Family>().Length][];

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
        foreach (var family in Enum.GetValues<Score24Family>()) Keep(family, _ => true);
    }

    /// <summary>The live ids of a family, in order.</summary>
    public ReadOnlySpan<int> Of(Score24Family family) => _ids[(int)family];

    public bool Has(Score24Family family) => _ids[(int)family].Length > 0;

    public bool Has(Score24Family family, int value) => _isLive[Score24Vocabulary.IdOf(family, value)];

    /// <summary>The values of the live tokens of a family, in order.</summary>
    public IEnumerable<int> ValuesOf(Score24Family family) => _ids[(int)family].Select(id => Score24Vocabulary.TokenOf(id).Value);

    /// <summary>Leaves only some tokens of a family.</summary>
    public void Keep(Score24Family family, Func<int, bool> isKept)
    {
        var ids = Enumerable.Range(Score24Vocabulary.FirstOf(family), Score24Vocabulary.CountOf(family)).ToArray();
        foreach (var id in ids) _isLive[id] &= isKept(Score24Vocabulary.TokenOf(id).Value);
        _ids[(int)family] = [.. ids.Where(id => _isLive[id])];
    }
}
