using MusicGen.Music.Grammar;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

/// <summary>Composes by drawing uniformly among the tokens that a grammar allows: a model that has learnt nothing.</summary>
internal sealed class RandomComposer(ulong seed)
{
    private readonly CounterRandom _random = CounterRandom.For(seed, "random composer");
    private ulong _index;

    /// <summary>Tokens drawn by all pieces together.</summary>
    public int Steps { get; private set; }

    public int Below(int count) => _random.Below(_index++, count);

    /// <summary>The whole piece, the primer included.</summary>
    public int[] Compose(Score24Grammar grammar, params int[] primer)
    {
        grammar.Prime(primer);
        return [.. primer.Where(id => id != Score24Vocabulary.End), .. Compose((IPieceGrammar)grammar)];
    }

    /// <summary>All that is drawn.</summary>
    public int[] Compose(IPieceGrammar grammar)
    {
        var tokens = new List<int>();
        while (!grammar.IsEnded)
        {
            Assert.False(grammar.Next.IsEmpty);
            Assert.True(grammar.Given < 0 || grammar.Next.Contains(grammar.Given));
            tokens.Add(grammar.Next[Below(grammar.Next.Length)]);
            grammar.Advance(tokens[^1]);
            Steps++;
        }
        Assert.True(grammar.Next.IsEmpty);
        return [.. tokens];
    }
}
