using System.Buffers.Binary;

namespace MusicGen.Music.Midi;

/// <summary>What stands before the tracks.</summary>
/// <param name="Division">What the ticks are.</param>
/// <param name="Format">0, 1 or 2, or what else the file says.</param>
/// <param name="Tracks">The number of tracks the header says; null without a header.</param>
/// <param name="Offset">Where the header starts.</param>
/// <param name="First">Where the first chunk after the header starts.</param>
/// <param name="End">Where the chunks end: before the end of the file where a RIFF file goes on.</param>
internal readonly record struct MidiHeader(MidiDivision Division, int Format, int? Tracks, int Offset, int First, int End)
{
    /// <summary>Where the number of tracks stands, from the header's start.</summary>
    public const int TracksAt = 10;

    private const int ChunkHeaderBytes = 8;
    private const int FormatAt = 8;
    private const int DivisionAt = 12;
    private const int HeaderBytes = 6;

    private static ReadOnlySpan<byte> RiffContent => "data"u8;

    /// <exception cref="MidiFormatException">There is neither a header nor a track.</exception>
    public static MidiHeader Read(ReadOnlySpan<byte> file, MidiRepairs repairs)
    {
        var (start, end) = Unwrap(file, repairs);
        var track = file[start..end].IndexOf(MidiChunks.TrackChunk);
        var at = file[start..(track < 0 ? end : start + track)].IndexOf(MidiChunks.HeaderChunk);
        if (at < 0)
        {
            // What stands behind a track is no header of it: text, or another file.
            if (track < 0) throw new MidiFormatException(0, "This is not a MIDI file: it has no header MThd.");
            repairs.Report(MidiRepairKind.NoHeader, start);
            return new MidiHeader(MidiDivision.Assumed, 1, null, start, start + track, end);
        }
        if (at > 0) repairs.Report(MidiRepairKind.JunkBeforeHeader, start);
        return ReadAt(file[..end], start + at, repairs);
    }

    private static MidiHeader ReadAt(ReadOnlySpan<byte> file, int at, MidiRepairs repairs)
    {
        if (file.Length - at < ChunkHeaderBytes + HeaderBytes) throw new MidiFormatException(file.Length, "The file ends in its header.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 4)..]);
        var first = at + ChunkHeaderBytes + (long)length;
        if (length < HeaderBytes || first > file.Length)
        {
            repairs.Report(MidiRepairKind.HeaderLength, at + 4);
            first = MidiChunks.NextTrack(file, at + ChunkHeaderBytes);
            if (first < at + ChunkHeaderBytes + HeaderBytes) return new MidiHeader(MidiDivision.Assumed, 1, null, at, (int)first, file.Length);
        }
        int format = BinaryPrimitives.ReadUInt16BigEndian(file[(at + FormatAt)..]);
        if (format > 2) repairs.Report(MidiRepairKind.UnknownFormat, at + FormatAt);
        var tracks = BinaryPrimitives.ReadUInt16BigEndian(file[(at + TracksAt)..]);
        var division = MidiDivision.Parse(BinaryPrimitives.ReadUInt16BigEndian(file[(at + DivisionAt)..]), at + DivisionAt, repairs);
        return new MidiHeader(division, format, tracks, at, (int)first, file.Length);
    }

    /// <summary>Where the MIDI file lies in a RIFF file of the form RMID: in its chunk "data" (MIDI Manufacturers Association, RP-029).</summary>
    /// <remarks>That chunk's length is trusted where another chunk or the end of the file follows; else the MIDI file goes on to the end.</remarks>
    private static (int Start, int End) Unwrap(ReadOnlySpan<byte> file, MidiRepairs repairs)
    {
        const int riffHeaderBytes = 12;
        if (file.Length < riffHeaderBytes || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("RMID"u8)) return (0, file.Length);
        var at = riffHeaderBytes;
        while (RiffChunkEnd(file, at) is { } end && !file[at..].StartsWith(RiffContent)) at = end;
        if (file.Length - at < ChunkHeaderBytes || !file[at..].StartsWith(RiffContent)) return (0, file.Length);
        var start = at + ChunkHeaderBytes;
        if (RiffChunkEnd(file, at) is not { } next || (next < file.Length && RiffChunkEnd(file, next) is null))
        {
            repairs.Report(MidiRepairKind.ChunkLength, at + 4);
            return (start, file.Length);
        }
        var contentEnd = start + BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
        while (RiffChunkEnd(file, next) is { } end) next = end;
        if (next < file.Length) repairs.Report(MidiRepairKind.LooseBytes, next);
        return (start, contentEnd);
    }

    /// <summary>Where the RIFF chunk at a place ends, a byte that makes its length even included; null where no chunk fits there.</summary>
    private static int? RiffChunkEnd(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < ChunkHeaderBytes || !MidiChunks.IsKind(file.Slice(at, 4))) return null;
        var end = at + ChunkHeaderBytes + (long)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
        return end > file.Length ? null : (int)Math.Min(end + (end & 1), file.Length); // RIFF chunks start at even places
    }
}
