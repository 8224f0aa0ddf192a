using MusicGen.Inference.Composing;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Composing;

public sealed class HeardPrimerTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(
        ["Bar", "Position_0", "Position_24", "Velocity_62", "Velocity_98", "Duration_12", "Duration_24", "Tempo_123", "Program_0", "Pitch_60", "C4"]);

    [Theory]
    [InlineData("Velocity_66", "Velocity_62")]
    [InlineData("Velocity_126", "Velocity_98")]
    [InlineData("Duration_1", "Duration_12")]
    [InlineData("Duration_384", "Duration_24")]
    [InlineData("Position_20", "Position_24")]
    [InlineData("Position_12", "Position_0")] // as near to either: the lower
    [InlineData("Tempo_30", "Tempo_123")]
    [InlineData("Pitch_60", "Pitch_60")]
    [InlineData("C4", "C4")]
    public void Of_AWord_IsItselfOrTheNearestOnItsScale(string word, string heard)
    {
        var primer = HeardPrimer.Of([word], Words);

        Assert.Equal([Words.IdOf(heard)], primer.Ids);
        Assert.Empty(primer.Strange);
    }

    [Theory]
    [InlineData("Pitch_61")]
    [InlineData("Program_1")]
    [InlineData("TimeSig_4/4")]
    [InlineData("D4")]
    [InlineData("<bos>")]
    public void Of_AWordWithoutANearOne_IsStrange(string word) => Assert.Equal([word], HeardPrimer.Of([word, "Bar", word], Words).Strange);

    [Fact]
    public void Of_AScaleThatTheModelHasNothingOf_IsStrange() =>
        Assert.Equal(["Velocity_62"], HeardPrimer.Of(["Velocity_62"], Vocabulary.Of(["Bar"])).Strange);
}
