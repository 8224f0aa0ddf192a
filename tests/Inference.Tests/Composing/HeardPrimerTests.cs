using MusicGen.Inference.Composing;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Composing;

public sealed class HeardPrimerTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(
        ["Bar", "Position_0", "Position_24", "Velocity_62", "Velocity_98", "Duration_12", "Duration_24", "Tempo_123", "TimeSig_3/4", "Key_C:maj", "Program_0", "Program_33",
         "Program_40", "Pitch_60", "C4"]);

    [Theory]
    [InlineData("Velocity_66", "Velocity_62")]
    [InlineData("Velocity_126", "Velocity_98")]
    [InlineData("Duration_1", "Duration_12")]
    [InlineData("Duration_384", "Duration_24")]
    [InlineData("Position_20", "Position_24")]
    [InlineData("Position_12", "Position_0")] // as near to either: the lower
    [InlineData("Tempo_30", "Tempo_123")]
    [InlineData("Program_1", "Program_0")]
    [InlineData("Program_39", "Program_33")] // of its family, although 40 is nearer
    [InlineData("Program_20", "Program_33")]
    [InlineData("Program_127", "Program_40")]
    [InlineData("TimeSig_6/8", "TimeSig_3/4")]
    [InlineData("Pitch_60", "Pitch_60")]
    [InlineData("C4", "C4")]
    public void Of_AWord_IsItselfOrTheNearestThatIsLikeIt(string word, string heard)
    {
        var primer = HeardPrimer.Of([word], Words);

        Assert.Equal([Words.IdOf(heard)], primer.Ids);
        Assert.Empty(primer.Strange);
    }

    [Theory]
    [InlineData("Pitch_61")]
    [InlineData("Program_Drums")]
    [InlineData("TimeSig_4/4")]
    [InlineData("D4")]
    [InlineData("<bos>")]
    public void Of_AWordWithoutANearOne_IsStrange(string word) => Assert.Equal([word], HeardPrimer.Of([word, "Bar", word], Words).Strange);

    [Theory]
    [InlineData("Key_D:min")]
    [InlineData("Chord_C:maj")]
    public void Of_AKeyOrChordThatTheModelNeverSaw_IsLeftOut(string word)
    {
        var primer = HeardPrimer.Of(["Bar", word, "Pitch_60"], Words);

        Assert.Equal([Words.IdOf("Bar"), Words.IdOf("Pitch_60")], primer.Ids);
        Assert.Empty(primer.Strange);
    }

    [Fact]
    public void Of_AnInstrumentForAModelOfDrums_IsStrange() =>
        Assert.Equal(["Program_0"], HeardPrimer.Of(["Program_0"], Vocabulary.Of(["Program_Drums"])).Strange);

    [Fact]
    public void Of_AScaleThatTheModelHasNothingOf_IsStrange() =>
        Assert.Equal(["Velocity_62"], HeardPrimer.Of(["Velocity_62"], Vocabulary.Of(["Bar"])).Strange);
}
