using System.Buffers.Binary;

namespace MusicGen.Music.Midi;

/// <summary>Walks over a stretch of a MIDI file and checks every step.</summary>
/// <param name="bytes">The stretch.</param>
/// <param name="offset">Where it starts in the file.</param>
internal ref struct MidiCursor(ReadOnlySpan<byte> bytes, long offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _offset = offset;
    private int _position;

    /// <summary>Where the next byte lies in the file.</summary>
    public readonly long Offset => _offset + _position;

    public readonly int Remaining => _bytes.Length - _position;

    /// <exception cref="MidiFormatException">Nothing is left.</exception>
    public readonly byte Peek() => Remaining > 0 ? _bytes[_position] : throw Ends();

    public byte ReadByte()
    {
        var value = Peek();
        _position++;
        return value;
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>A byte below 128: the only kind that may follow a status.</summary>
    public byte ReadDataByte()
    {
        var value = ReadByte();
        return value < 0x80
            ? value
            : throw new MidiFormatException(Offset - 1, $"The byte {value:X2} stands where a value from 0 to 127 belongs.");
    }

    /// <summary>A variable-length quantity: 7 bits a byte, at most 4 bytes (Standard MIDI Files 1.0).</summary>
    public int ReadVariableLength()
    {
        var value = 0;
        for (var count = 0; count < 4; count++)
        {
            var next = ReadByte();
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80) return value;
        }
        throw new MidiFormatException(Offset - 4, "A time or length takes more than 4 bytes.");
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining) throw Ends();
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private readonly MidiFormatException Ends() => new(_offset + _bytes.Length, "The data end in the middle of an event or header.");
}
