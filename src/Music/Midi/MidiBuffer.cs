using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MusicGen.Music.Midi;

/// <summary>Collects the bytes of a MIDI file: chunks with their lengths, events with the time since the one before.</summary>
/// <param name="maxBytes">How large the file may become.</param>
internal sealed class MidiBuffer(int maxBytes)
{
    private const int LengthBytes = 4;

    /// <summary>The largest time between two events, or length of a text, that 4 bytes of 7 bits can say.</summary>
    private const int MaxNumber = (1 << 28) - 1;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(int Start, int Length)> _chunks = [];
    private int _chunkStart;

    /// <summary>The position of the last event of the chunk, in ticks.</summary>
    public long Position { get; private set; }

    public void BeginChunk(ReadOnlySpan<byte> kind)
    {
        _bytes.Write(kind);
        _bytes.Write(stackalloc byte[LengthBytes]);
        (_chunkStart, Position) = (_bytes.WrittenCount, 0);
    }

    /// <exception cref="ArgumentException">The file is larger than allowed.</exception>
    public void EndChunk()
    {
        RefuseAboveMax();
        _chunks.Add((_chunkStart, _bytes.WrittenCount - _chunkStart));
    }

    public void WriteUInt16(ushort value) => _bytes.Write<byte>([(byte)(value >> 8), (byte)value]);

    public void WriteEvent(long position, params ReadOnlySpan<byte> content)
    {
        WriteDelta(position);
        _bytes.Write(content);
    }

    /// <exception cref="ArgumentException">The content is longer than an event can be, or the file larger than allowed.</exception>
    public void WriteMeta(long position, byte type, ReadOnlySpan<byte> content)
    {
        RefuseLong(content.Length);
        WriteDelta(position);
        _bytes.Write<byte>([MidiEvents.Meta, type]);
        WriteVariableLength(content.Length);
        _bytes.Write(content);
    }

    /// <exception cref="ArgumentException">The name is longer than an event can be, or the file larger than allowed.</exception>
    public void WriteName(string name)
    {
        RefuseLong(name.Length); // before it is copied: it takes at least a byte a character
        WriteMeta(Position, MidiEvents.TrackName, Encoding.UTF8.GetBytes(name));
    }

    public byte[] ToArray()
    {
        var file = _bytes.WrittenSpan.ToArray();
        foreach (var (start, length) in _chunks) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(start - LengthBytes), length);
        return file;
    }

    /// <remarks>A silence too long for one delta is bridged with empty text events, which mean nothing.</remarks>
    private void WriteDelta(long position)
    {
        RefuseAboveMax();
        for (; position - Position > MaxNumber; Position += MaxNumber)
        {
            WriteVariableLength(MaxNumber);
            _bytes.Write<byte>([MidiEvents.Meta, MidiEvents.Text, 0]);
        }
        WriteVariableLength((int)(position - Position));
        Position = position;
    }

    private static void RefuseLong(int length)
    {
        if (length > MaxNumber) throw new ArgumentException($"A text of a MIDI file has at most {MaxNumber} bytes.");
    }

    private void RefuseAboveMax()
    {
        if (_bytes.WrittenCount > maxBytes) throw new ArgumentException($"The MIDI file would be larger than {maxBytes} bytes.");
    }

    private void WriteVariableLength(int value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift != 0) _bytes.Write<byte>([(byte)(0x80 | (value >> shift))]);
        }
        _bytes.Write<byte>([(byte)(value & 0x7F)]);
    }
}
