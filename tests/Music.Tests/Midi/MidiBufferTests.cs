using MusicGen.Music.Midi;

namespace MusicGen.Music.Tests.Midi;

public sealed class MidiBufferTests
{
    private const int LongestText = 268_435_455; // what 4 bytes of 7 bits can say

    [Fact]
    public void WriteMeta_ContentLongerThanItsLengthCanSay_IsRefused()
    {
        var buffer = new MidiBuffer(int.MaxValue);

        var refusal = Assert.Throws<ArgumentException>(() => buffer.WriteMeta(0, MidiEvents.Text, new byte[LongestText + 1]));

        Assert.Equal("A text of a MIDI file has at most 268435455 bytes.", refusal.Message);
    }

    [Fact]
    public void EndChunk_FileOfTheAllowedSize_IsTakenAndOneByteMoreRefused()
    {
        static byte[] Write(int maxBytes)
        {
            var buffer = new MidiBuffer(maxBytes);
            buffer.BeginChunk("MTrk"u8);
            buffer.WriteMeta(0, MidiEvents.EndOfTrack, []);
            buffer.EndChunk();
            return buffer.ToArray();
        }

        Assert.Equal(MidiBytes.Chunk("MTrk", MidiBytes.EndOfTrack), Write(12));
        Assert.Equal("The MIDI file would be larger than 11 bytes.", Assert.Throws<ArgumentException>(() => Write(11)).Message);
    }

    [Fact]
    public void WriteEvent_FileLargerThanAllowed_IsRefusedBeforeItGrowsFurther()
    {
        var buffer = new MidiBuffer(10);
        buffer.BeginChunk("MTrk"u8);
        buffer.WriteEvent(0, 0x90, 60, 1);

        Assert.Throws<ArgumentException>(() => buffer.WriteEvent(0, 0x80, 60, 0));
    }
}
