using MusicGen.Music.Grammar;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Grammar;

/// <summary>Composes by drawing uniformly among the tokens that a grammar allows: a model that has learnt nothing.</summary>
internal sealed class RandomComposer(ulong seed)
{
    private readonly CounterRandom _random = CounterRandom.For(seed, "random composer");
    private readonly List<int> _choices = [];
    private ulong _index;

    /// <summary>Tokens drawn by all pieces together.</summary>
    public int Steps { get; private set; }

    public int Below(int count) => _random.Below(_index++, count);

    /// <summary>The whole piece, the primer included.</summary>
    public int[] Compose(Score24Grammar grammar, params int[] primer)
    {
        var tokens = primer.Where(id => id != Score24Vocabulary.End).ToList();
        grammar.Prime(primer);
        while (!grammar.IsEnded)
        {
            _choices.Clear();
            for (var id = 0; id < grammar.Allowed.Length; id++)
            {
                if (grammar.Allowed[id]) _choices.Add(id);
            }
            Assert.NotEmpty(_choices);
            tokens.Add(_choices[Below(_choices.Count)]);
            grammar.Advance(tokens[^1]);
            Steps++;
        }
        Assert.False(grammar.Allowed.Contains(true));
        return [.. tokens];
    }
}
