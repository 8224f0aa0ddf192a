using MusicGen.Music.Originality;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Originality;

public sealed class MelodyReaderTests
{
    private static int[][] PitchesOf(string text)
    {
        var words = text.Split(' ');
        var vocabulary = Vocabulary.Of(words);
        return [.. new MelodyReader(vocabulary).Read([.. words.Select(vocabulary.IdOf)]).Select(melody => melody.Select(tone => tone.Pitch).ToArray())];
    }

    private static int[] IntervalsOf(params string[] words)
    {
        var vocabulary = Vocabulary.Of(words);
        var melody = Assert.Single(new MelodyReader(vocabulary).Read([.. words.Select(vocabulary.IdOf)]));
        return [.. melody.Zip(melody.Skip(1), (tone, next) => tone.IntervalTo(next))];
    }

    [Fact]
    public void Read_PieceOfScore24_IsTheHighestNotesOfEachPitchedProgram()
    {
        const string piece =
            "Bar TimeSig_4/4 Position_0 Tempo_123 Key_C:maj Chord_C:maj Program_0 Pitch_60 Velocity_66 Duration_24 Pitch_64 Velocity_66 Duration_24 " +
            "Program_32 Pitch_36 Velocity_66 Duration_24 Program_Drums DrumPitch_36 Velocity_66 DrumPitch_42 Velocity_66 " +
            "Position_24 Program_0 Pitch_62 Velocity_66 Duration_24 Bar Position_0 Program_32 Pitch_36 Velocity_66 Duration_24 EOS";

        var melodies = PitchesOf(piece);

        Assert.Equal<int[]>([[64, 62], [36, 36]], melodies);
    }

    [Fact]
    public void Read_TokensThatAreNoPiece_TakesTheNotesWhoseProgramIsKnown() =>
        Assert.Equal<int[]>([[62]], PitchesOf("Pitch_60 Duration_24 Program_1 Pitch_62 Pitch_61 EOS"));

    [Fact]
    public void Read_NoteNames_AreOneMelodyWithoutWordsOfNeitherLanguage() =>
        Assert.Equal<int[]>([[60, 58, 11]], PitchesOf("C4 | B-3 | 11.2.5"));

    [Fact]
    public void IntervalTo_Notes_AreSemitones() => Assert.Equal([12, -13, 0, 1], IntervalsOf("C4", "C5", "B3", "B3", "C4"));

    /// <remarks>Semitones are told from remainders: 12 up, and a chord that begins with the same class, are not the same step.</remarks>
    [Theory]
    [InlineData(128, "C5", "0.4.7")]
    [InlineData(128 + 11, "0.4.7", "B3")]
    [InlineData(128 + 5, "0.4.7", "5.9.0")]
    [InlineData(128 + 2, "0.4.8", "F#4")] // 6 semitones, of which an augmented triad knows the remainder by 4
    [InlineData(128, "0.3.6.9", "1.5.9")] // remainders by 3 and by 4: together nothing is known
    [InlineData(128 + 1, "0.6", "1.7")]
    [InlineData(128 + 9, "0", "9")]
    public void IntervalTo_Chord_IsWhatIsKnownOfIt(int expected, string word, string next) =>
        Assert.Equal(expected, Assert.Single(IntervalsOf(word, next)));
}
