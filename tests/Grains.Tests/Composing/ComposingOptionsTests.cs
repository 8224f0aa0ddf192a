using MusicGen.Grains.Composing;

namespace MusicGen.Grains.Tests.Composing;

public sealed class ComposingOptionsTests
{
    [Fact]
    public void Faults_OfTheDefaults_AreNone() => Assert.Empty(new ComposingOptions().Faults());

    [Fact]
    public void Faults_OfEverythingOutOfRange_NamesAll() => Assert.Equal(
        ["Composing:Threads", "Composing:ModelMegabytes", "Composing:Tunes", "Composing:TunesPerOwner"],
        new ComposingOptions { Threads = 0, ModelMegabytes = 0, Tunes = 0, TunesPerOwner = 0 }.Faults().Select(fault => fault.Split(' ')[0]));
}
