using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace MusicGen.Inference.Checkpoints;

public sealed partial class SafeTensors
{
    /// <summary>Writes a file. Equal tensors in equal order give equal bytes.</summary>
    /// <remarks>Types with larger elements come first and the header's length is a multiple of 8, so that every element is aligned.</remarks>
    /// <exception cref="ArgumentException">Two tensors have one name, a name is reserved, or a content does not fit its shape.</exception>
    public static byte[] Write(IEnumerable<StoredTensor> tensors)
    {
        var ordered = tensors.OrderByDescending(tensor => StoredTensor.SizeOf(tensor.Type)).ToList();
        var header = Header(ordered);
        var file = new byte[checked(sizeof(ulong) + header.Length + ordered.Sum(tensor => tensor.Content.Length))];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file.AsSpan(sizeof(ulong)));
        var end = sizeof(ulong) + header.Length;
        foreach (var tensor in ordered)
        {
            tensor.Content.Span.CopyTo(file.AsSpan(end));
            end += tensor.Content.Length;
        }
        return file;
    }

    private static ReadOnlySpan<byte> Header(List<StoredTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataKey };
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var end = 0L;
            json.WriteStartObject();
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name)) throw new ArgumentException($"The name {tensor.Name} is taken.", nameof(tensors));
                if (SizeBytes(tensor.Type, [.. tensor.Shape]) != tensor.Content.Length) throw new ArgumentException($"The content of {tensor.Name} does not fit its shape.", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                WriteIntegers(json, "shape", tensor.Shape);
                WriteIntegers(json, "data_offsets", [end, end += tensor.Content.Length]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.WrittenCount % sizeof(ulong) != 0) buffer.Write(" "u8);
        return buffer.WrittenSpan;
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
