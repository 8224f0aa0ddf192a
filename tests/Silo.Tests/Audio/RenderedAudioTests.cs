using MusicGen.Contracts.Sessions;
using MusicGen.Silo.Audio;

namespace MusicGen.Silo.Tests.Audio;

public sealed class RenderedAudioTests
{
    [Fact]
    public void Frames_Wave_AreThoseOfItsData() => Assert.Equal(3 * 8000, FramesOf(ScriptedFluidSynth.Wave(3)));

    [Fact]
    public void Frames_WaveWithAChunkOfOddLengthBetween_AreTheSame()
    {
        var wave = ScriptedFluidSynth.Wave(1);

        Assert.Equal(8000, FramesOf([.. wave[..36], .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. wave[36..]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(35)]
    [InlineData(43)]
    [InlineData(1000)]
    public void Frames_WaveThatIsCutOff_AreNone(int sizeBytes) => Assert.Null(FramesOf(ScriptedFluidSynth.Wave(1)[..sizeBytes]));

    [Fact]
    public void Frames_Ogg_AreThoseOfItsLastPage() =>
        Assert.Equal(70_000, FramesOf([.. Page(flags: 2, frames: 0), .. new byte[100_000], .. Page(flags: 4, frames: 70_000), .. new byte[500]], AudioFormat.Ogg));

    [Fact]
    public void Frames_OggWithoutItsEnd_AreNone()
    {
        Assert.Null(FramesOf([.. Page(flags: 2, frames: 0), .. Page(flags: 0, frames: 70_000)], AudioFormat.Ogg));
        Assert.Null(FramesOf([.. Page(flags: 2, frames: 0), .. Page(flags: 4, frames: 70_000)[..20]], AudioFormat.Ogg));
        Assert.Null(FramesOf([1, 2, 3], AudioFormat.Ogg));
        Assert.Null(FramesOf([], AudioFormat.Ogg));
    }

    private static long? FramesOf(byte[] file, AudioFormat format = AudioFormat.Wav) => RenderedAudio.FramesOf(new MemoryStream(file), format);

    /// <summary>The head of a page (RFC 3533 §6) without segments.</summary>
    private static byte[] Page(byte flags, long frames) => [.. "OggS"u8, 0, flags, .. BitConverter.GetBytes(frames), .. new byte[13]];
}
