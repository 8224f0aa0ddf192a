namespace MusicGen.Inference.Checkpoints;

/// <summary>The safetensors file format: an 8-byte header length, a JSON header, then the tensors' bytes.</summary>
/// <remarks>
/// Source: https://github.com/huggingface/safetensors, "Format". A file that was read has no hole, no overlap and no byte too many, so that equal
/// tensors in equal order give equal files. Reading allocates a small multiple of the header, whatever the header says.
/// </remarks>
public sealed partial class SafeTensors
{
    /// <summary>Longest header that is read, in bytes: thousands of tensors. The format allows 100 MB, which only an attacker needs.</summary>
    public const int MaxHeaderBytes = 1 << 20;

    private readonly Dictionary<string, StoredTensor> _byName;

    private SafeTensors(IReadOnlyList<StoredTensor> tensors)
    {
        Tensors = tensors;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Every tensor, in the order of their bytes.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>The tensor of that name, type and shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape; a size of −1 stands for any.</param>
    /// <exception cref="CheckpointFormatException">There is none, or its type or shape is another.</exception>
    public StoredTensor Require(string name, TensorType type, params long[] shape)
    {
        if (!_byName.TryGetValue(name, out var tensor)) throw new CheckpointFormatException($"Tensor {name} is missing.");
        if (tensor.Type != type) throw new CheckpointFormatException($"Tensor {name} holds {tensor.Type}, not {type}.");
        if (tensor.Shape.Count != shape.Length || !tensor.Shape.Zip(shape).All(sizes => sizes.Second is -1 || sizes.First == sizes.Second))
            throw new CheckpointFormatException($"Tensor {name} has the shape ({string.Join(", ", tensor.Shape)}), not ({string.Join(", ", shape)}).");
        return tensor;
    }
}
