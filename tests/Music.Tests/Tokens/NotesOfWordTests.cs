using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens;

public sealed class NotesOfWordTests
{
    [Theory]
    [InlineData("C4", 1)]
    [InlineData("E-5", 1)]
    [InlineData("4.7", 2)]
    [InlineData("0.4.7.10", 4)]
    [InlineData("Pitch_60", 1)]
    [InlineData("DrumPitch_36", 1)]
    [InlineData("Bar", 0)]
    [InlineData("nothing of the kind", 0)]
    public void Count_OfAWord_IsTheNotesThatItTells(string word, int notes) => Assert.Equal(notes, NotesOfWord.Count(word));

    [Fact]
    public void Count_OfAllScore24_IsOneForEachPitchAndDrumAlone()
    {
        var words = Score24Vocabulary.ToWords([.. Enumerable.Range(0, Score24Vocabulary.Size)]);

        Assert.All(words, word => Assert.Equal(word.StartsWith("Pitch_", StringComparison.Ordinal) || word.StartsWith("DrumPitch_", StringComparison.Ordinal) ? 1 : 0, NotesOfWord.Count(word)));
    }
}
