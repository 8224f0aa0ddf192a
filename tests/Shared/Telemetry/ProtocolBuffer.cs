using System.Buffers.Binary;

namespace MusicGen.Tests.Telemetry;

/// <summary>The wire form of protocol buffers: https://protobuf.dev/programming-guides/encoding/.</summary>
internal static class ProtocolBuffer
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    /// <summary>The fields of a message, in the order in which they stand there.</summary>
    /// <returns>The field's number, and its content: as bytes, or else as a number.</returns>
    public static IEnumerable<(int Field, ReadOnlyMemory<byte> Content, ulong Number)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = ReadVarint(message.Span, ref at);
            var (field, kind) = ((int)(key >> 3), (int)(key & 7));
            switch (kind)
            {
                case Varint:
                    yield return (field, default, ReadVarint(message.Span, ref at));
                    break;
                case Fixed64:
                    yield return (field, default, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]));
                    at += sizeof(ulong);
                    break;
                case Bytes:
                    var length = (int)ReadVarint(message.Span, ref at);
                    yield return (field, message.Slice(at, length), 0);
                    at += length;
                    break;
                case Fixed32:
                    yield return (field, default, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]));
                    at += sizeof(uint);
                    break;
                default:
                    throw new FormatException($"There is no wire type {kind}.");
            }
        }
    }

    /// <summary>The contents of the fields of a number.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> All(ReadOnlyMemory<byte> message, int field) => Fields(message).Where(one => one.Field == field).Select(one => one.Content);

    private static ulong ReadVarint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
