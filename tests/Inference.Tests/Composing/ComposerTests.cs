using MusicGen.Contracts.Training;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Model;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tests.Model;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Composing;

public sealed class ComposerTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4"]);

    // Weights this large make a network that remembers its primer.
    private static readonly LstmModel Model = SmallNetworks.Model(new ModelShape(Words.Size, 5, 9, 2), scale: 3);
    private static readonly SamplingOptions Free = new(Temperature: 1.5);

    [Fact]
    public void Compose_WithTheSameArguments_GivesTheSameWords()
    {
        var tune = Composer.Compose(Model, Words, [1, 2], 200, Free, seed: 5);

        Assert.Equal(tune, Composer.Compose(Model, Words, [1, 2], 200, Free, seed: 5));
    }

    [Fact]
    public void Compose_WithAnotherSeedStreamOrPrimer_GivesOtherWords()
    {
        var tune = Composer.Compose(Model, Words, [1, 2], 200, Free, seed: 5).ToList();

        Assert.NotEqual(tune, Composer.Compose(Model, Words, [1, 2], 200, Free, seed: 6));
        Assert.NotEqual(tune, Composer.Compose(Model, Words, [1, 2], 200, Free, seed: 5, stream: 1));
        Assert.NotEqual(tune, Composer.Compose(Model, Words, [2, 1], 200, Free, seed: 5));
    }

    [Fact]
    public void Compose_OfFewerWords_GivesTheBeginningOfMore()
    {
        var more = Composer.Compose(Model, Words, [], 50, Free, seed: 5);

        Assert.Equal(more.Take(20), Composer.Compose(Model, Words, [], 20, Free, seed: 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Compose_OfSoManyWords_GivesExactlyThemAndNoSpecialOne(int words)
    {
        var tune = Composer.Compose(Model, Words, [], words, Free, seed: 1).ToList();

        Assert.Equal(words, tune.Count);
        Assert.DoesNotContain(tune, Words.IsSpecial);
    }

    [Fact]
    public void Compose_WithTemperatureZero_IsTheSameForEverySeed() => Assert.Equal(
        Composer.Compose(Model, Words, [3], 40, new SamplingOptions(0), seed: 1),
        Composer.Compose(Model, Words, [3], 40, new SamplingOptions(0), seed: 2));

    [Fact]
    public void Compose_WithAForeignVocabulary_IsRefusedBeforeTheFirstWord()
    {
        var refused = Assert.Throws<ArgumentException>(() => Composer.Compose(Model, Vocabulary.Of(["C4"]), [], 1, Free, seed: 1));

        Assert.StartsWith("The vocabulary has 4 words, the model 9.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_WithAPrimerOutsideTheVocabulary_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Composer.Compose(Model, Words, [9], 1, Free, seed: 1));
}
