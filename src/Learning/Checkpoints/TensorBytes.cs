using MusicGen.Inference.Checkpoints;
using static TorchSharp.torch;

namespace MusicGen.Learning.Checkpoints;

/// <summary>Torch's tensors of single-precision numbers to and from checkpoint files, whichever device they are on.</summary>
internal static class TensorBytes
{
    /// <summary>A copy.</summary>
    public static StoredTensor Store(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var contiguous = tensor.detach().cpu().contiguous();
        return new StoredTensor(name, TypeOf(tensor), [.. tensor.shape], contiguous.bytes.ToArray());
    }

    /// <summary>Gives a tensor the stored numbers of that name.</summary>
    /// <exception cref="CheckpointFormatException">There are none, or they have another type or shape.</exception>
    public static void Load(SafeTensors stored, string name, Tensor into)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var numbers = empty(into.shape, dtype: into.dtype);
        stored.Require(name, TypeOf(into), into.shape).Content.Span.CopyTo(numbers.bytes);
        into.copy_(numbers);
    }

    private static TensorType TypeOf(Tensor tensor) => tensor.dtype == ScalarType.Float32
        ? TensorType.F32
        : throw new ArgumentException($"Checkpoints hold no tensors of {tensor.dtype}.", nameof(tensor));
}
