using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Midi;

/// <summary>Each fault of form on its own: strict refuses it at its place, lenient saves the note and lists the repair.</summary>
public sealed class MidiRepairTests
{
    /// <summary>C4 for 96 ticks.</summary>
    private static readonly byte[] Note = [0, 0x90, 60, 100, 96, 0x80, 60, 0];

    private static readonly byte[] Track = [.. Note, .. MidiBytes.EndOfTrack];

    /// <summary>C4, then D4.</summary>
    private static readonly byte[] TwoNotes = [.. Note, 0, 0x90, 62, 90, 10, 0x80, 62, 0, .. MidiBytes.EndOfTrack];

    public static TheoryData<MidiRepairKind, byte[], long> Faults { get; } = new()
    {
        { MidiRepairKind.JunkBeforeHeader, [1, 2, 3, .. MidiBytes.File(0, 480, Track)], 0 },
        { MidiRepairKind.NoHeader, MidiBytes.Chunk("MTrk", Track), 0 },
        { MidiRepairKind.NoHeader, [.. "MThX"u8, .. MidiBytes.File(0, 480, [0, 0xFF, 1, 4, .. "MThd"u8, .. Track])[4..]], 0 },
        { MidiRepairKind.HeaderLength, [.. "MThd"u8, 0, 0, 0, 4, 0, 0, 0, 1, .. MidiBytes.Chunk("MTrk", Track)], 4 },
        { MidiRepairKind.UnknownFormat, MidiBytes.File(3, 480, Track), 8 },
        { MidiRepairKind.TrackCount, [.. MidiBytes.File(1, 480), .. MidiBytes.Chunk("MTrk", Track)], 10 },
        { MidiRepairKind.TrackCount, MidiBytes.File(0, 480, Track, MidiBytes.EndOfTrack), 10 },
        { MidiRepairKind.Division, MidiBytes.File(0, 0, Track), 12 },
        { MidiRepairKind.Division, MidiBytes.File(0, 0xE700, Track), 12 },
        { MidiRepairKind.Division, MidiBytes.File(0, 0x8001, Track), 12 },
        { MidiRepairKind.ChunkLength, WithLength(200, Track), 18 },
        { MidiRepairKind.ChunkLength, WithLength(5, Track), 18 },
        { MidiRepairKind.ChunkLength, WithLength(-1, Track), 18 },
        { MidiRepairKind.ChunkLength, WithLength(12 + 12, Track, MidiBytes.Chunk("MTrk", MidiBytes.EndOfTrack)), 18 },
        { MidiRepairKind.ChunkLength, Riff(0), 16 },
        { MidiRepairKind.ChunkLength, Riff(30), 16 },
        { MidiRepairKind.ChunkLength, Riff(1000), 16 },
        { MidiRepairKind.ChunkLength, Riff(-1), 16 },
        { MidiRepairKind.LooseBytes, Riff(34, [.. "LIST"u8, 2, 0, 0, 0, 1, 2, 9, 9, 9]), 64 },
        { MidiRepairKind.LooseBytes, [.. MidiBytes.File(0, 480, Track), 7], 34 },
        { MidiRepairKind.LooseBytes, [.. MidiBytes.File(0, 480, Track), .. new byte[20]], 34 },
        { MidiRepairKind.LooseBytes, [.. MidiBytes.File(0, 480), .. MidiBytes.File(0, 96, Track)], 14 },
        { MidiRepairKind.SecondFile, [.. MidiBytes.File(0, 480, Track), .. MidiBytes.File(0, 96, TwoNotes)], 34 },
        { MidiRepairKind.SecondFile, [.. MidiBytes.File(0, 480, Track), .. "MThd"u8, 0xFF, .. MidiBytes.File(0, 96, TwoNotes)[5..]], 34 },
        { MidiRepairKind.NoEndOfTrack, MidiBytes.File(0, 480, Note), 30 },
        { MidiRepairKind.BytesAfterEndOfTrack, MidiBytes.File(0, 480, [.. Track, 0, 0x90]), 34 },
        { MidiRepairKind.NoStatus, MidiBytes.File(0, 480, [0, 60, 1, .. Track]), 23 },
        { MidiRepairKind.UnknownStatus, MidiBytes.File(0, 480, [0, 0xF8, .. Track]), 23 },
        { MidiRepairKind.UnknownStatus, MidiBytes.File(0, 480, [0, 0xF2, 1, 2, .. Track]), 23 },
        { MidiRepairKind.ValueAbove127, MidiBytes.File(0, 480, [0, 0xB0, 7, 200, .. Track]), 25 },
        { MidiRepairKind.ValueAbove127, MidiBytes.File(0, 480, [0, 0x90, 200, 1, .. Track]), 24 },
        { MidiRepairKind.LongNumber, MidiBytes.File(0, 480, [0x80, 0x80, 0x80, 0x80, .. Track]), 22 },
        { MidiRepairKind.CutEvent, MidiBytes.File(0, 480, [.. Note, 0, 0x90, 62]), 33 },
        { MidiRepairKind.CutEvent, MidiBytes.File(0, 480, [0, 0xFF, 1, 0x7F, 1, .. Track]), 39 },
        { MidiRepairKind.LateEvent, MidiBytes.File(0, 480, [.. Note, .. Enumerable.Repeat<byte[]>([0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 0, 0], 200).SelectMany(e => e)]), 926 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x51, 2, 7, 0xA1, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x51, 4, 7, 0xA1, 0x20, 0, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x58, 1, 3, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x58, 3, 3, 2, 24, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x58, 5, 3, 2, 24, 8, 0, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [0, 0xFF, 0x59, 3, 1, 0, 0, .. Track]), 26 },
        { MidiRepairKind.MetaLength, MidiBytes.File(0, 480, [.. Note, 0, 0xFF, 0x2F, 1, 0]), 34 },
        { MidiRepairKind.MetaType, MidiBytes.File(0, 480, [0, 0xFF, 0x80, 1, 3, .. Track]), 26 },
        { MidiRepairKind.ZeroTempo, MidiBytes.File(0, 480, [0, 0xFF, 0x51, 3, 0, 0, 0, .. Track]), 26 },
        { MidiRepairKind.ImpossibleMeter, MidiBytes.File(0, 480, [0, 0xFF, 0x58, 4, 0, 2, 24, 8, .. Track]), 26 },
        { MidiRepairKind.ImpossibleMeter, MidiBytes.File(0, 480, [0, 0xFF, 0x58, 4, 4, 63, 24, 8, .. Track]), 26 },
        { MidiRepairKind.ImpossibleKey, MidiBytes.File(0, 480, [0, 0xFF, 0x59, 2, 8, 0, .. Track]), 26 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_OneFaultOfForm_IsRefusedStrictlyAndRepairedLeniently(MidiRepairKind kind, byte[] file, long offset)
    {
        var refusal = Assert.Throws<MidiFormatException>(() => MidiReader.Read(file, MidiReadMode.Strict));
        var (score, repairs, tally) = MidiReader.Read(file);

        Assert.Equal((offset, 1), repairs.Where(repair => repair.Kind == kind).Select(repair => (repair.Offset, repair.Count)).Single());
        Assert.Equal((refusal.Offset, refusal.Reason), repairs
            .Where(repair => repair.Sentence.StartsWith(refusal.Reason, StringComparison.Ordinal))
            .Select(repair => (repair.Offset, refusal.Reason)).Single());
        Assert.Equal(new Note(Ticks.Zero, new Ticks(96), 60, 100, 0), Assert.Single(score.Tracks[0].Notes));
        Assert.Equal(1, tally.Notes);
    }

    [Fact]
    public void Read_RunningStatusAcrossMetaEvents_IsListedAndNotRefused()
    {
        var file = MidiBytes.File(0, 480, [0, 0x90, 60, 100, 0, 0xFF, 1, 0, 96, 60, 0, .. MidiBytes.EndOfTrack]);

        var reading = MidiReader.Read(file, MidiReadMode.Strict);

        Assert.Equal([new MidiRepair(MidiRepairKind.CancelledRunningStatus, 30, 1)], reading.Repairs);
        Assert.Equal(1, reading.Tally.Notes);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    public void Read_MeterOfAnotherLength_IsTakenFromItsTwoFirstBytes(byte length, int repairs)
    {
        byte[] meter = [0, 0xFF, 0x58, length, .. new byte[] { 3, 2, 24, 8, 0 }[..length]];

        var reading = MidiReader.Read(MidiBytes.File(0, 480, [.. meter, .. Track]));

        Assert.Equal([new Meter(Ticks.Zero, 3, 4)], reading.Score.Meters);
        Assert.Equal(repairs, reading.Repairs.Length);
    }

    [Theory]
    [InlineData(new byte[] { 0xF4, 0, 0xF5, 9, 9, 9 })]
    [InlineData(new byte[] { 0, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F })] // an event longer than the file
    public void Read_BytesLostInsideATrack_GoesOnAtTheNextCredibleEvent(byte[] junk)
    {
        byte[] events = [.. TwoNotes[..8], .. junk, .. TwoNotes[8..]];

        var reading = MidiReader.Read(MidiBytes.File(0, 480, events));

        Assert.Equal([60, 62], reading.Score.Tracks[0].Notes.Select(note => note.Pitch));
        Assert.NotEmpty(reading.Repairs);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(12 + 14)]
    public void Read_SecondFileAfterAWrongLength_IsLeftOut(int length)
    {
        var reading = MidiReader.Read(WithLength(length, Track, MidiBytes.File(0, 96, TwoNotes)));

        Assert.Equal(1, reading.Tally.Notes);
        Assert.Contains(reading.Repairs, repair => repair is { Kind: MidiRepairKind.SecondFile, Offset: 34 });
    }

    [Fact]
    public void Read_VelocityAbove127_IsTakenAs127() =>
        Assert.Equal(127, MidiReader.Read(MidiBytes.File(0, 480, [0, 0x90, 60, 200, 9, 60, 0, .. MidiBytes.EndOfTrack])).Score.Tracks[0].Notes[0].Velocity);

    [Fact]
    public void Read_RiffFile_ReadsTheMidiFileInsideInBothModes()
    {
        var midi = MidiBytes.File(0, 480, Track);
        byte[] riff = [.. "RIFF"u8, 0, 0, 0, 0, .. "RMIDDISP"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "data"u8, (byte)midi.Length, 0, 0, 0, .. midi, .. "LIST"u8, 0, 0, 0, 0];

        var reading = MidiReader.Read(riff, MidiReadMode.Strict);

        Assert.Equal(MidiReader.Read(midi).Score, reading.Score);
        Assert.Empty(reading.Repairs);
    }

    [Fact]
    public void Read_Format2_LaysThePatternsOverOneAnother()
    {
        var reading = MidiReader.Read(MidiBytes.File(2, 480, Track, TwoNotes), MidiReadMode.Strict);

        Assert.Equal([0, 0, 96], reading.Score.Tracks.SelectMany(track => track.Notes).Select(note => note.Onset.Value));
    }

    [Fact]
    public void Read_BytesWithoutMusic_IsRefusedWithItsPlace()
    {
        static (long, string) Refusal(byte[] file)
        {
            var refusal = Assert.Throws<MidiFormatException>(() => MidiReader.Read(file));
            return (refusal.Offset, refusal.Reason);
        }

        Assert.Equal((0, "This is not a MIDI file: it has no header MThd."), Refusal([]));
        Assert.Equal((0, "This is not a MIDI file: it has no header MThd."), Refusal("<!DOCTYPE html><html>404</html>"u8.ToArray()));
        Assert.Equal((0, "This is not a MIDI file: it has no header MThd."), Refusal("RIFF....RMIDdata"u8.ToArray()));
        Assert.Equal((9, "The file ends in its header."), Refusal([.. "MThd"u8, 0, 0, 0, 6, 0]));
        Assert.Equal((23, "A status byte has no place in a MIDI file. No note could be recovered."), Refusal(MidiBytes.File(0, 480, [0, 0xF4, 1])));
        Assert.Equal(
            (0, "The header MThd is missing. No note could be recovered."), Refusal("<p>A page about MTrk and its length</p>"u8.ToArray()));
    }

    [Fact]
    public void Read_MorePartsThanTheSizeAllows_KeepsTheFirstOnes()
    {
        const int chunks = 1_000;
        byte[] parts = [.. Enumerable.Range(0, 16).SelectMany(channel => new byte[] { 0, (byte)(0x90 | channel), 60, 1, 0, 60, 0 }), .. MidiBytes.EndOfTrack];
        byte[] file = [.. MidiBytes.File(1, 480), .. Enumerable.Repeat(MidiBytes.Chunk("MTrk", parts), chunks).SelectMany(chunk => chunk)];
        (file[10], file[11]) = (chunks >> 8, chunks & 0xFF);
        var kept = (4_096 + (file.Length / 23)) / 16;

        var refusal = Assert.Throws<MidiFormatException>(() => MidiReader.Read(file, MidiReadMode.Strict));
        var reading = MidiReader.Read(file);

        Assert.Equal([new MidiRepair(MidiRepairKind.TooManyParts, refusal.Offset, chunks - kept)], reading.Repairs);
        Assert.Equal((kept * 16, kept * 16), (reading.Score.Tracks.Length, reading.Tally.Notes));
    }

    /// <summary>A RIFF file whose chunk "data" starts at byte 12 and holds 34 bytes, whatever length it states.</summary>
    private static byte[] Riff(int length, byte[]? rest = null)
    {
        byte[] file = [.. "RIFF\0\0\0\0RMIDdata\0\0\0\0"u8, .. MidiBytes.File(0, 480, Track), .. rest ?? []];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), length);
        return file;
    }

    private static byte[] WithLength(int length, byte[] track, byte[]? rest = null)
    {
        byte[] file = [.. MidiBytes.File(rest is null ? 0 : 1, 480, track), .. rest ?? []];
        if (rest is not null) file[11] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(18), length);
        return file;
    }
}
