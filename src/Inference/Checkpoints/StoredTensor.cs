using System.Runtime.InteropServices;

namespace MusicGen.Inference.Checkpoints;

/// <summary>A named tensor as it lies in a file: row-major, little-endian, without gaps.</summary>
/// <param name="Name">Unique within its file.</param>
/// <param name="Type">Of the elements.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Content">The elements' bytes; for a tensor that was read, a view of the file.</param>
public sealed record StoredTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Content)
{
    /// <summary>Bytes an element takes.</summary>
    public static int SizeOf(TensorType type) => type switch { TensorType.U8 => 1, TensorType.F32 => 4, _ => 8 };

    public static StoredTensor Of(string name, ReadOnlySpan<float> values, params long[] shape) => new(name, TensorType.F32, shape, BytesOf(values));

    public static StoredTensor Of(string name, ReadOnlySpan<double> values, params long[] shape) => new(name, TensorType.F64, shape, BytesOf(values));

    public static StoredTensor Of(string name, ReadOnlySpan<long> values, params long[] shape) => new(name, TensorType.I64, shape, BytesOf(values));

    /// <summary>A copy of the elements.</summary>
    /// <exception cref="CheckpointFormatException">The elements have another type.</exception>
    public float[] ToSingles() => To<float>(TensorType.F32);

    /// <inheritdoc cref="ToSingles"/>
    public double[] ToDoubles() => To<double>(TensorType.F64);

    /// <inheritdoc cref="ToSingles"/>
    public long[] ToIntegers() => To<long>(TensorType.I64);

    private static byte[] BytesOf<T>(ReadOnlySpan<T> values) where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    private T[] To<T>(TensorType type) where T : unmanaged
    {
        if (Type != type) throw new CheckpointFormatException($"Tensor {Name} holds {Type}, not {type}.");
        var values = new T[Content.Length / SizeOf(type)];
        Content.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
