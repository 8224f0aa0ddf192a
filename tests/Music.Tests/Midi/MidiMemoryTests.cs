using MusicGen.Music.Midi;

namespace MusicGen.Music.Tests.Midi;

/// <summary>Reading allocates at most 8 bytes for each byte of the file, and 1 MB, whatever the file holds.</summary>
public sealed class MidiMemoryTests
{
    private const int Repeats = 300_000;

    private static readonly byte[] Meta = [0, 0xFF];

    private static readonly Dictionary<string, Func<byte[]>> Worst = new()
    {
        ["note-ons only"] = () => OneTrack([0, 0x90], [60, 100, 0]),
        ["shortest notes"] = () => OneTrack([0, 0x90, 60, 100, 0], [60, 0, 0, 60, 100, 0]),
        ["shortest notes with hanging ones"] = () => OneTrack([0, 0x90, 61, 1, 0, 60, 100, 0], [60, 0, 0, 60, 100, 0]),
        ["chords in falling order"] = () => OneTrack([0, 0x90], [90, 100, 0, 80, 100, 0, 90, 0, 0, 80, 0, 0]),
        ["tempos only"] = () => OneTrack([], [.. Meta, 0x51, 3, 7, 0xA1, 0x20]),
        ["tempos in two tracks"] = () => TwoTracks([.. Meta, 0x51, 3, 7, 0xA1, 0x20]),
        ["meters only"] = () => OneTrack([], [.. Meta, 0x58, 2, 3, 2]),
        ["meters in two tracks"] = () => TwoTracks([.. Meta, 0x58, 2, 3, 2]),
        ["keys in two tracks"] = () => TwoTracks([.. Meta, 0x59, 2, 1, 0]),
        ["chord symbols in two tracks"] = () => TwoTracks([.. Meta, 1, 8, .. "chord: C"u8]),
        ["programs only"] = () => OneTrack([0, 0xC0], [1, 0]),
        ["empty tracks"] = () => [.. MidiBytes.File(1, 480), .. Times(Repeats / 4, MidiBytes.Chunk("MTrk", []))],
        ["tracks of 16 parts"] = () => [.. MidiBytes.File(1, 480), .. Times(512, MidiBytes.Chunk("MTrk", SixteenNotes()))],
        ["tracks of a hanging note"] = () => [.. MidiBytes.File(1, 480), .. Times(8_000, MidiBytes.Chunk("MTrk", [0, 0x90, 61, 1, 0, 60, 1, 0, 60, 0]))],
        ["tracks that ask for their program"] = () => [.. MidiBytes.File(1, 480), .. MidiBytes.Chunk("MTrk", [0, 0xC0, 5]), .. Times(8_000, MidiBytes.Chunk("MTrk", [0, 0x90, 60, 1, 0, 60, 0]))],
        ["parts in the fewest bytes"] = () => [.. MidiBytes.File(1, 480), .. Times(2_000, MidiBytes.Chunk("MTrk", SixteenNotes()))],
        ["as many parts as the size allows"] = () => Parts(65_537, []),
        ["as many parts as the size allows, which ask for their program"] = () => Parts(65_537, [0, 0xC0, 5]),
        ["a huge name"] = () => MidiBytes.File(1, 480, [0, 0xFF, 3, 0xBF, 0xFF, 0x7F, .. Times(0xFFFFF, [(byte)'a']), .. SixteenNotes()]),
        ["a huge name that is not UTF-8"] = () => MidiBytes.File(1, 480, [0, 0xFF, 3, 0xBF, 0xFF, 0x7F, .. Times(0xFFFFF, [0xE9]), .. SixteenNotes()]),
        ["faults only"] = () => OneTrack([0, 0x90], [0x90, 0xF4, 0xFF, 0x80]),
        ["values above 127"] = () => OneTrack([], [0, 0x90, 60, 200]),
        ["nothing that is a chunk"] = () => [.. MidiBytes.File(0, 480), .. Times(Repeats, [0x80])],
    };

    public static TheoryData<string> WorstFiles => [.. Worst.Keys];

    [Theory]
    [MemberData(nameof(WorstFiles))]
    public void Read_WorstFile_AllocatesInProportion(string what)
    {
        var file = Worst[what]();
        _ = Allocated(file); // compiles what is needed

        var allocated = Allocated(file);

        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {allocated / (double)file.Length:F2} × {file.Length:N0}");
        Assert.InRange(allocated, 0, (8L * file.Length) + 1_000_000);
    }

    private static long Allocated(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            MidiReader.Read(file);
        }
        catch (MidiFormatException)
        {
            // a refusal is bounded as well
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] OneTrack(byte[] start, byte[] repeated) => MidiBytes.File(0, 480, [.. start, .. Times(Repeats, repeated)]);

    private static byte[] TwoTracks(byte[] repeated) =>
        MidiBytes.File(1, 480, [9, .. repeated[1..], .. Times(Repeats / 2, repeated)], [.. Times(Repeats / 2, repeated)]);

    /// <summary>A part in every 23 bytes.</summary>
    private static byte[] Parts(int count, byte[] setup) =>
        [.. MidiBytes.File(1, 480), .. MidiBytes.Chunk("MTrk", setup), .. Times(count, MidiBytes.Chunk("MTrk", [0, 0xC1, 5, 0, 0x90, 60, 1, 0, 0x80, 60, 0, .. MidiBytes.EndOfTrack]))];

    private static byte[] SixteenNotes() =>
        [.. Enumerable.Range(0, 16).SelectMany(channel => new byte[] { 0, (byte)(0x90 | channel), 60, 1, 0, 60, 0 }), .. MidiBytes.EndOfTrack];

    private static IEnumerable<byte> Times(int count, byte[] bytes) => Enumerable.Repeat(bytes, count).SelectMany(part => part);
}
