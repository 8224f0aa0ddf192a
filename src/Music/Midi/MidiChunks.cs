using System.Buffers.Binary;

namespace MusicGen.Music.Midi;

/// <summary>Finds the track chunks of a file, one after another, in time linear in its size.</summary>
/// <remarks>
/// A chunk's length is trusted where another chunk or the end of the file follows. Else the chunk goes on, until its end of track, the
/// next track or the end of the file. A second header ends the file: its tracks are other music, with a time of its own.
/// </remarks>
/// <param name="file">The file up to the end of its chunks.</param>
/// <param name="first">Where the first chunk starts.</param>
/// <param name="repairs">Collects the faults.</param>
internal ref struct MidiChunks(ReadOnlySpan<byte> file, int first, MidiRepairs repairs)
{
    private const int HeaderBytes = 8;

    private readonly ReadOnlySpan<byte> _file = file;
    private readonly MidiRepairs _repairs = repairs;
    private int _next = first;
    private int _declaredEnd;
    private bool _isTrusted;

    public static ReadOnlySpan<byte> TrackChunk => "MTrk"u8;

    public static ReadOnlySpan<byte> HeaderChunk => "MThd"u8;

    /// <summary>Where the events of the track start.</summary>
    public int Start { get; private set; }

    /// <summary>Where they end at the latest.</summary>
    public int End { get; private set; }

    /// <summary>How many tracks were found so far.</summary>
    public int Count { get; private set; }

    /// <summary>The place of the next track from a position on, of the header right before it if there is one, or the end of the file.</summary>
    public static int NextTrack(ReadOnlySpan<byte> file, int from)
    {
        const int headerChunkBytes = 14;
        var rest = file[from..];
        var found = rest.IndexOf(TrackChunk);
        if (found < 0) return file.Length;
        var isHeaded = found >= headerChunkBytes && rest[(found - headerChunkBytes)..].StartsWith(HeaderChunk);
        return from + (isHeaded ? found - headerChunkBytes : found);
    }

    /// <summary>Whether four bytes can be the kind of a chunk.</summary>
    public static bool IsKind(ReadOnlySpan<byte> kind) => !kind.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    public bool MoveNext()
    {
        while (_file.Length - _next >= HeaderBytes)
        {
            var kind = _file.Slice(_next, 4);
            var length = BinaryPrimitives.ReadUInt32BigEndian(_file[(_next + 4)..]);
            var end = _next + HeaderBytes + (long)length;
            if (kind.SequenceEqual(TrackChunk))
            {
                StartTrack(end);
                return true;
            }
            var isHeader = kind.SequenceEqual(HeaderChunk);
            if (isHeader && Count > 0)
            {
                _repairs.Report(MidiRepairKind.SecondFile, _next);
                _next = _file.Length;
                return false;
            }
            if (!isHeader && end <= _file.Length && IsKind(kind))
            {
                _next = (int)end; // a chunk of a kind that is not ours, to be passed over
                continue;
            }
            _repairs.Report(MidiRepairKind.LooseBytes, _next);
            _next = NextTrack(_file, _next + 1);
        }
        if (_next < _file.Length) _repairs.Report(MidiRepairKind.LooseBytes, _next);
        _next = _file.Length;
        return false;
    }

    /// <summary>Says where the track's events ended, before the next track is asked for.</summary>
    /// <param name="stop">After the end of track, or where reading gave up.</param>
    /// <param name="isEnded">Whether there was an end of track.</param>
    public void Finish(int stop, bool isEnded)
    {
        if (!_isTrusted)
        {
            if (isEnded && stop == _declaredEnd) _repairs.Report(MidiRepairKind.LooseBytes, stop);
            else _repairs.Report(MidiRepairKind.ChunkLength, Start - 4);
            _next = End;
        }
        else if (isEnded && stop < End && IsOurs(_file[stop..]))
        {
            _repairs.Report(MidiRepairKind.ChunkLength, Start - 4);
            _next = stop;
        }
        else
        {
            if (isEnded && stop < End) _repairs.Report(MidiRepairKind.BytesAfterEndOfTrack, stop);
            _next = End;
        }
    }

    private void StartTrack(long declaredEnd)
    {
        Count++;
        Start = _next + HeaderBytes;
        _isTrusted = declaredEnd == _file.Length || (declaredEnd < _file.Length && IsChunk(_file[(int)declaredEnd..]));
        End = _isTrusted ? (int)declaredEnd : NextTrack(_file, Start);
        _declaredEnd = (int)Math.Min(declaredEnd, int.MaxValue);
    }

    private static bool IsChunk(ReadOnlySpan<byte> bytes) =>
        IsOurs(bytes)
        || (bytes.Length >= HeaderBytes && IsKind(bytes[..4]) && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) <= bytes.Length - HeaderBytes);

    private static bool IsOurs(ReadOnlySpan<byte> bytes) => bytes.StartsWith(TrackChunk) || bytes.StartsWith(HeaderChunk);
}
