using System.Buffers;
using System.Text;

namespace MusicGen.Bench.Decode.Onnx;

/// <summary>A message in Protocol Buffers' wire format, field by field.</summary>
/// <remarks>Source: https://protobuf.dev/programming-guides/encoding/. Repeated fields are written one element at a time, unpacked.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int TypeBits = 3;
    private const int VarintBits = 7;
    private const byte GoesOn = 0x80;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtobufWriter Number(int field, long value)
    {
        Write((ulong)((field << TypeBits) | Varint));
        Write((ulong)value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Content(field, message.Bytes);

    public ProtobufWriter Content(int field, ReadOnlySpan<byte> value)
    {
        Write((ulong)((field << TypeBits) | LengthDelimited));
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Write(ulong value)
    {
        for (; value >= GoesOn; value >>= VarintBits) _bytes.Write([(byte)((byte)value | GoesOn)]);
        _bytes.Write([(byte)value]);
    }
}
