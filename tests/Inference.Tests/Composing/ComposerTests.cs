using MusicGen.Contracts.Training;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tests.Decoding;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Composing;

public sealed class ComposerTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4"]);

    // Weights this large make a network that remembers its primer.
    private static readonly Decoder Model = SmallNetworks.Decoder(new ModelShape(Words.Size, 5, 9, 2), scale: 3);
    private static readonly SamplingOptions Free = new(Temperature: 1.5);

    [Fact]
    public void Compose_WithTheSameArguments_GivesTheSameWords()
    {
        var tune = Compose([1, 2], 200, Free, seed: 5);

        Assert.Equal(tune, Compose([1, 2], 200, Free, seed: 5));
    }

    [Fact]
    public void Compose_WithAnotherSeedStreamOrPrimer_GivesOtherWords()
    {
        var tune = Compose([1, 2], 200, Free, seed: 5);

        Assert.NotEqual(tune, Compose([1, 2], 200, Free, seed: 6));
        Assert.NotEqual(tune, Compose([1, 2], 200, Free, seed: 5, stream: 1));
        Assert.NotEqual(tune, Compose([2, 1], 200, Free, seed: 5));
    }

    [Fact]
    public void Compose_OfFewerWords_GivesTheBeginningOfMore()
    {
        var more = Compose([], 50, Free, seed: 5);

        Assert.Equal(more.Take(20), Compose([], 20, Free, seed: 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Compose_OfSoManyWords_GivesExactlyThemAndNoSpecialOne(int words)
    {
        var tune = Compose([], words, Free, seed: 1);

        Assert.Equal(words, tune.Count);
        Assert.DoesNotContain(tune, Words.IsSpecial);
    }

    [Fact]
    public void Compose_WithTemperatureZero_IsTheSameForEverySeed() => Assert.Equal(
        Compose([3], 40, new SamplingOptions(0), seed: 1),
        Compose([3], 40, new SamplingOptions(0), seed: 2));

    [Fact]
    public void Compose_WithAForeignVocabulary_IsRefusedBeforeTheFirstWord()
    {
        var refused = Assert.Throws<ArgumentException>(() => Composer.Compose(Model, new TuneDraft(new NoteNamesRules(Vocabulary.Of(["C4"]), 1), [], Free, seed: 1)));

        Assert.StartsWith("The vocabulary has 4 words, the model 9.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_WithAPrimerOutsideTheVocabulary_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Compose([9], 1, Free, seed: 1));

    [Fact]
    public void Compose_WithRules_DrawsOnlyWhatTheyAllowAndEndsWithThem()
    {
        var rules = new Alternating(Words, 30);

        var tune = Composer.Compose(Model, new TuneDraft(rules, [], Free, seed: 1)).ToList();

        Assert.Equal(30, tune.Count);
        Assert.All(tune.Index(), word => Assert.Equal(word.Index % 2, word.Item % 2));
    }

    [Fact]
    public void Compose_BehindWordsThatWereDrawnBefore_GoesOnAsIfNothingHadHappened()
    {
        var options = Free with { RepetitionPenalty = 1, RepetitionLength = 2 };
        var tune = Compose([1, 2], 60, options, seed: 5);

        for (var already = 0; already <= tune.Count; already++)
            Assert.Equal(tune.Skip(already), Compose([1, 2], 60, options, seed: 5, already: [.. tune.Take(already).Select(id => Words.Words[id])]));
    }

    [Theory]
    [InlineData("C9")]
    [InlineData("")]
    [InlineData(Vocabulary.BeginWord)]
    public void Draft_BehindWordsThatCannotHaveBeenDrawn_IsRefused(string word) =>
        Assert.Throws<ArgumentException>(() => Compose([], 5, Free, seed: 1, already: ["C4", word]));

    [Fact]
    public void Draft_BehindMoreWordsThanTheTuneHas_IsRefused() => Assert.Throws<ArgumentException>(() => Compose([], 2, Free, seed: 1, already: ["C4", "D4", "E4"]));

    private static List<int> Compose(IReadOnlyList<int> primer, int words, SamplingOptions options, ulong seed, ulong stream = 0, IReadOnlyList<string>? already = null) =>
        [.. Composer.Compose(Model, new TuneDraft(new NoteNamesRules(Words, words), primer, options, seed, stream, already))];

    /// <summary>Even and odd ids take turns.</summary>
    private sealed class Alternating(Vocabulary vocabulary, int words) : ITuneRules
    {
        private int _taken;

        public Vocabulary Vocabulary => vocabulary;

        public bool IsComplete => _taken == words;

        public string LastWord => "";

        public void Forbid(Span<bool> forbidden)
        {
            for (var id = 0; id < forbidden.Length; id++) forbidden[id] = id % 2 != _taken % 2;
        }

        public void Take(int id) => _taken++;
    }
}
