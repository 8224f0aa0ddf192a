using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Reads Standard MIDI Files of formats 0 and 1.</summary>
/// <remarks>
/// <para>
/// A note-off ends the oldest open note of its key within its track chunk; notes that overlap or last no time are kept, notes
/// that never end and note-offs without a note are not notes. Each channel of a track chunk becomes one <see cref="Track"/>.
/// </para>
/// <para>
/// Real collections are full of small faults. These are read as meant: chunks that claim to be longer than the file, a wrong track
/// count, a missing end of track, bytes after it, unknown chunks and meta events, running status across meta events, an unknown
/// format number (read as format 1), a tempo of 0 and impossible meters (both ignored).
/// </para>
/// <para>Time is linear in the size (n log n where a file's tracks are unordered), memory a small multiple of it.</para>
/// </remarks>
public static class MidiReader
{
    private static ReadOnlySpan<byte> HeaderChunk => "MThd"u8;

    private static ReadOnlySpan<byte> TrackChunk => "MTrk"u8;

    private const int ChunkHeaderBytes = 8;
    private const int HeaderBytes = 6;

    /// <exception cref="MidiFormatException">The bytes cannot be read as a MIDI file; no other exception is ever thrown.</exception>
    /// <param name="file">The whole file.</param>
    /// <param name="mode">What is done about faults.</param>
    public static MidiReading Read(ReadOnlySpan<byte> file, MidiReadMode mode = MidiReadMode.Lenient)
    {
        var cursor = new MidiCursor(file, 0);
        var division = ReadHeader(ref cursor);
        var timeline = new MidiTimeline();
        var parts = new List<MidiPart>();
        var reader = new MidiTrackReader(timeline, parts);
        while (cursor.Remaining >= ChunkHeaderBytes)
        {
            var kind = cursor.Take(4);
            var length = (int)Math.Min(cursor.ReadUInt32(), (uint)cursor.Remaining);
            var offset = cursor.Offset;
            var content = cursor.Take(length);
            if (kind.SequenceEqual(TrackChunk)) reader.Read(new MidiCursor(content, offset));
        }
        var score = new Score(
            division.TicksPerQuarter,
            parts.Select(part => part.ToTrack(timeline)),
            division.FixedTempo is { } tempo ? [new Tempo(Ticks.Zero, tempo)] : timeline.Tempos,
            timeline.Meters,
            timeline.End,
            reader.FirstName);
        return new MidiReading(score, [], new MidiTally());
    }

    private static MidiDivision ReadHeader(ref MidiCursor cursor)
    {
        if (cursor.Remaining < ChunkHeaderBytes + HeaderBytes || !cursor.Take(4).SequenceEqual(HeaderChunk))
            throw new MidiFormatException(0, "This is not a MIDI file: it does not start with the header MThd.");
        var length = cursor.ReadUInt32();
        if (length < HeaderBytes || length > cursor.Remaining)
            throw new MidiFormatException(4, $"The header claims {length} bytes; it has at least {HeaderBytes} and fits the file.");
        var header = new MidiCursor(cursor.Take((int)length), cursor.Offset - length);
        if (header.ReadUInt16() == 2)
            throw new MidiFormatException(8, "Format 2 (independent patterns) is not one piece of music, so it is not read.");
        header.ReadUInt16(); // the number of tracks: files that get it wrong are common, and the chunks speak for themselves
        return MidiDivision.Parse(header.ReadUInt16(), 12);
    }
}
