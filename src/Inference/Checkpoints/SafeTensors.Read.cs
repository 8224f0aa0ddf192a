using System.Buffers.Binary;
using System.Text.Json;

namespace MusicGen.Inference.Checkpoints;

public sealed partial class SafeTensors
{
    private const string MetadataKey = "__metadata__";
    private const int MaxDimensions = 8;

    private static readonly JsonDocumentOptions HeaderFormat = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Reads a file; the tensors are views of it.</summary>
    /// <param name="file">The whole file. It must not change as long as its tensors are used.</param>
    /// <exception cref="CheckpointFormatException">The file is not a whole, well-formed safetensors file of the types in <see cref="TensorType"/>.</exception>
    public static SafeTensors Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < sizeof(ulong)) throw new CheckpointFormatException($"The file ends at byte {file.Length}, within the header's length.");
        var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (headerBytes > MaxHeaderBytes) throw new CheckpointFormatException($"The header says that it has {headerBytes} bytes; at most {MaxHeaderBytes} are read.");
        if (headerBytes > (ulong)(file.Length - sizeof(ulong))) throw new CheckpointFormatException($"The header has {headerBytes} bytes, more than the file.");
        var header = file.Slice(sizeof(ulong), (int)headerBytes);
        var content = file[(sizeof(ulong) + (int)headerBytes)..];
        try
        {
            using var document = JsonDocument.Parse(header, HeaderFormat);
            return new SafeTensors(Tile(content, document.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A string that is not valid UTF-16 is found only when it is taken out of the document, as an InvalidOperationException.
            throw new CheckpointFormatException("The header is not the JSON that safetensors asks for.", e);
        }
    }

    /// <summary>The header's tensors, which must cover the content without gap or overlap.</summary>
    private static List<StoredTensor> Tile(ReadOnlyMemory<byte> content, JsonElement header)
    {
        if (header.ValueKind != JsonValueKind.Object) throw new CheckpointFormatException("The header is not a JSON object.");
        var entries = header.EnumerateObject().Where(property => property.Name != MetadataKey).Select(Entry).ToList();
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var tensors = new List<StoredTensor>(entries.Count);
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end) throw new CheckpointFormatException($"Tensor {entry.Name} begins at {entry.Begin}; the one before it ends at {end}.");
            if (entry.End > content.Length) throw new CheckpointFormatException($"Tensor {entry.Name} ends at {entry.End}; the file has {content.Length} bytes of tensors.");
            tensors.Add(new StoredTensor(entry.Name, entry.Type, entry.Shape, content[(int)entry.Begin..(int)entry.End]));
            end = entry.End;
        }
        if (end != content.Length) throw new CheckpointFormatException($"The tensors end at {end}; the file has {content.Length} bytes of tensors.");
        return tensors;
    }

    private static (string Name, TensorType Type, long[] Shape, long Begin, long End) Entry(JsonProperty property)
    {
        var (name, value) = (property.Name, property.Value);
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var typeName) || typeName.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shapeArray) || !TryIntegers(shapeArray, out var shape)
            || !value.TryGetProperty("data_offsets", out var offsetArray) || !TryIntegers(offsetArray, out var offsets) || offsets.Length != 2)
            throw new CheckpointFormatException($"Tensor {name} lacks a proper dtype, shape or data_offsets.");
        if (!Enum.TryParse<TensorType>(typeName.GetString(), out var type) || type.ToString() != typeName.GetString())
            throw new CheckpointFormatException($"Tensor {name} has the type {typeName.GetString()}, which is none of {string.Join(", ", Enum.GetNames<TensorType>())}.");
        if (SizeBytes(type, shape) is not { } size || offsets[1] - offsets[0] != size)
            throw new CheckpointFormatException($"Tensor {name} has the shape ({string.Join(", ", shape)}) of {type}, but lies in bytes {offsets[0]} to {offsets[1]}.");
        return (name, type, shape, offsets[0], offsets[1]);
    }

    /// <summary>Null: more than a 64-bit number can say.</summary>
    private static long? SizeBytes(TensorType type, long[] shape)
    {
        if (shape.Contains(0)) return 0;
        var size = (Int128)StoredTensor.SizeOf(type);
        foreach (var count in shape)
        {
            size *= count;
            if (size > long.MaxValue) return null;
        }
        return (long)size;
    }

    /// <summary>A list of numbers from 0 up, as long as a shape may be.</summary>
    private static bool TryIntegers(JsonElement array, out long[] values)
    {
        values = [];
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > MaxDimensions) return false;
        values = [.. array.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) ? value : -1)];
        return values.All(value => value >= 0);
    }
}
