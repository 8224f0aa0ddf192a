using System.Numerics;

namespace MusicGen.Music.Originality;

/// <summary>Every run of symbols that a text has, so that the longest of them which ends at a place of another text is found as that is read.</summary>
/// <remarks>
/// A state stands for runs that end at the same places of the text; its link leads to the longest shorter one that ends at more of them. Built and
/// followed in linear time; 104 bytes a symbol at most. Source: A. Blumer et al., "The smallest automaton recognizing the subwords of a text",
/// Theoretical Computer Science 40 (1985).
/// </remarks>
internal sealed class SuffixAutomaton
{
    public const int Start = 0;

    private const int None = -1;

    private readonly int[] _lengths; // of the longest run of each state
    private readonly int[] _links;
    private readonly int[] _firstEdges;
    private readonly Edge[] _edges;
    private readonly int[] _slots; // where edges are found by state and symbol: open addressing with linear probing

    private int _edgeCount;

    public SuffixAutomaton(ReadOnlySpan<short> text)
    {
        var most = Math.Max(1, 2 * text.Length);
        (_lengths, _links, _firstEdges, _edges) = (new int[most], new int[most], new int[most], new Edge[3 * text.Length]);
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)(4 * text.Length) + 1)];
        Array.Fill(_slots, None);
        AddState(0, None);
        var last = Start;
        foreach (var symbol in text) last = Append(symbol, last);
    }

    public int States { get; private set; }

    /// <summary>The state and length of the longest run that ends with a symbol, given those of the longest that ends before it.</summary>
    public (int State, int Length) Follow(int state, int length, short symbol)
    {
        while (true)
        {
            var edge = Find(state, symbol);
            if (edge != None) return (_edges[edge].Target, length + 1);
            if (state == Start) return (Start, 0);
            state = _links[state];
            length = _lengths[state];
        }
    }

    /// <summary>The state of a run's last symbols, at most so many.</summary>
    public int Shorten(int state, int length)
    {
        while (state != Start && _lengths[_links[state]] >= length) state = _links[state];
        return state;
    }

    /// <summary>What was heard of the runs of a state was heard of all that they end with.</summary>
    /// <param name="heard">For each state the length of the longest of its runs that was heard, 0 where none was; made complete.</param>
    public void Complete(Span<int> heard)
    {
        int[] lengths = _lengths[..States], states = [.. Enumerable.Range(0, States)];
        Array.Sort(lengths, states);
        for (var i = states.Length - 1; i > 0; i--)
        {
            var link = _links[states[i]];
            if (heard[states[i]] > 0) heard[link] = _lengths[link];
        }
    }

    private int Append(short symbol, int last)
    {
        var added = AddState(_lengths[last] + 1, Start);
        var state = last;
        var edge = None;
        for (; state != None && (edge = Find(state, symbol)) == None; state = _links[state]) AddEdge(state, symbol, added);
        if (state == None) return added;
        var target = _edges[edge].Target;
        _links[added] = _lengths[state] + 1 == _lengths[target] ? target : Split(state, symbol, target);
        return added;
    }

    /// <summary>Parts from a state those of its runs that now end at one place more.</summary>
    private int Split(int state, short symbol, int target)
    {
        var part = AddState(_lengths[state] + 1, _links[target]);
        for (var edge = _firstEdges[target]; edge != None; edge = _edges[edge].Next) AddEdge(part, _edges[edge].Symbol, _edges[edge].Target);
        for (; state != None && Find(state, symbol) is var edge && edge != None && _edges[edge].Target == target; state = _links[state]) _edges[edge].Target = part;
        _links[target] = part;
        return part;
    }

    private int AddState(int length, int link)
    {
        (_lengths[States], _links[States], _firstEdges[States]) = (length, link, None);
        return States++;
    }

    private void AddEdge(int state, short symbol, int target)
    {
        _edges[_edgeCount] = new Edge { State = state, Symbol = symbol, Target = target, Next = _firstEdges[state] };
        _slots[SlotOf(state, symbol)] = _firstEdges[state] = _edgeCount++;
    }

    private int Find(int state, short symbol) => _slots[SlotOf(state, symbol)];

    /// <summary>Where the edge is, or would be.</summary>
    private int SlotOf(int state, short symbol)
    {
        var hash = (((ulong)(uint)state << 16) | (ushort)symbol) * 0x9E37_79B9_7F4A_7C15; // Knuth's multiplicative hashing, by the golden ratio
        var slot = (int)(hash >> 32) & (_slots.Length - 1);
        while (_slots[slot] is var edge && edge != None && (_edges[edge].State != state || _edges[edge].Symbol != symbol)) slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private struct Edge
    {
        public int State;
        public short Symbol;
        public int Target;
        public int Next;
    }
}
