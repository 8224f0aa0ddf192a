using MusicGen.Music.Grammar;

namespace MusicGen.Music.Tests.Grammar;

public sealed class ScaleTests
{
    [Theory]
    [InlineData("C", "C major")]
    [InlineData("c", "C major")]
    [InlineData("A minor", "A minor")]
    [InlineData("am", "A minor")]
    [InlineData("F# major", "F# major")]
    [InlineData("f♯maj", "F# major")]
    [InlineData("Gb", "F# major")]
    [InlineData("Bbm", "Bb minor")]
    [InlineData("bb", "Bb major")]
    [InlineData("B♭ MINOR", "Bb minor")]
    [InlineData("Eb:maj", "Eb major")]
    [InlineData("d-min", "D minor")]
    [InlineData("CM", "C major")]
    [InlineData(" G  major ", "G major")]
    [InlineData("Cb", "B major")]
    [InlineData("B#m", "C minor")]
    public void TryParse_AUsualSpelling_IsTheKey(string text, string name)
    {
        Assert.True(Scale.TryParse(text, out var scale));
        Assert.Equal(name, scale.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("H")]
    [InlineData("C-")]
    [InlineData("C##")]
    [InlineData("C dorian")]
    [InlineData("C minor 7")]
    [InlineData("major")]
    [InlineData("C major major")]
    public void TryParse_AnythingElse_IsFalse(string text) => Assert.False(Scale.TryParse(text, out _));

    [Theory]
    [InlineData("C", "0 2 4 5 7 9 11")]
    [InlineData("A minor", "0 2 4 5 7 9 11")]
    [InlineData("C minor", "0 2 3 5 7 8 10")]
    [InlineData("B", "1 3 4 6 8 10 11")]
    public void Contains_PitchesOfAnyOctave_AreThoseOfTheScale(string text, string classes)
    {
        Assert.True(Scale.TryParse(text, out var scale));

        Assert.Equal(classes, string.Join(' ', Enumerable.Range(0, 12).Where(scale.Contains)));
        Assert.All(Enumerable.Range(0, 116), pitch => Assert.Equal(scale.Contains(pitch), scale.Contains(pitch + 12)));
    }
}
