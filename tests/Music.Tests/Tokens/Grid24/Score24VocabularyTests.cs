using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens.Grid24;

public sealed class Score24VocabularyTests
{
    /// <summary>Families and sizes as the specification of Score24 counts them; their sum is 793.</summary>
    [Fact]
    public void Families_InTheirOrder_HaveTheSpecifiedSizes()
    {
        var families = Enum.GetValues<Score24Family>();

        int[] sizes = [8, 1, 13, 168, 32, 24, 133, 129, 128, 61, 32, 64];
        Assert.Equal(sizes, families.Select(Score24Vocabulary.CountOf));
        Assert.Equal(sizes.Select((_, i) => sizes[..i].Sum()), families.Select(Score24Vocabulary.FirstOf));
        Assert.Equal(793, Score24Vocabulary.Size);
    }

    [Fact]
    public void Words_OfAllIds_AreDistinctWithoutSpacesAndLeadBack()
    {
        var ids = Enumerable.Range(0, Score24Vocabulary.Size).ToArray();

        var words = Score24Vocabulary.ToWords(ids);

        Assert.Equal(ids.Length, words.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(words, word => word.Length == 0 || word.Any(char.IsWhiteSpace));
        Assert.Equal(ids, Score24Vocabulary.ToIds(words));
        Assert.Equal(ids, ids.Select(Score24Vocabulary.TokenOf).Select(token => Score24Vocabulary.IdOf(token.Family, token.Value)));
    }

    [Theory]
    [InlineData(0, "PAD")]
    [InlineData(1, "BOS")]
    [InlineData(2, "EOS")]
    [InlineData(7, "FILL_END")]
    [InlineData(8, "Bar")]
    [InlineData(11, "TimeSig_4/4")]
    [InlineData(21, "TimeSig_12/8")]
    [InlineData(22, "Position_0")]
    [InlineData(189, "Position_167")]
    [InlineData(190, "Tempo_30")]
    [InlineData(221, "Tempo_300")]
    [InlineData(225, "Key_Eb:maj")]
    [InlineData(234, "Key_C:min")]
    [InlineData(246, "Chord_C:maj")]
    [InlineData(377, "Chord_B:mMaj7")]
    [InlineData(378, "Chord_N.C.")]
    [InlineData(379, "Program_0")]
    [InlineData(507, "Program_Drums")]
    [InlineData(508, "Pitch_0")]
    [InlineData(635, "Pitch_127")]
    [InlineData(636, "DrumPitch_27")]
    [InlineData(696, "DrumPitch_87")]
    [InlineData(697, "Velocity_2")]
    [InlineData(728, "Velocity_126")]
    [InlineData(729, "Duration_1")]
    [InlineData(752, "Duration_24")]
    [InlineData(753, "Duration_27")]
    [InlineData(777, "Duration_108")]
    [InlineData(785, "Duration_216")]
    [InlineData(792, "Duration_384")]
    public void WordOf_Id_NeverChanges(int id, string word) => Assert.Equal(word, Score24Vocabulary.WordOf(id));

    [Fact]
    public void ToIds_UnknownWord_IsRefusedWithItsPlace()
    {
        var refusal = Assert.Throws<Score24FormatException>(() => Score24Vocabulary.ToIds(["Bar", "Position_168"]));

        Assert.Equal((1, "'Position_168' is no word of Score24."), (refusal.Position, refusal.Reason));
    }

    [Fact]
    public void IdOf_ValueThatTheFamilyLacks_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Score24Vocabulary.IdOf(Score24Family.Duration, 25));
}
