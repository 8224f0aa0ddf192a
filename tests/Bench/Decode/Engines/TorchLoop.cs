using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>What step loops in TorchSharp have in common: one thread, no gradients, a dispose scope a step.</summary>
internal abstract class TorchLoop : IStepLoop
{
    // Each thread says for itself how many others may help it.
    [ThreadStatic]
    private static bool _isAlone;

    public void Step(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        if (!_isAlone)
        {
            set_num_threads(1);
            _isAlone = true;
        }
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var words = empty(tokens.Length, dtype: ScalarType.Int64);
        var ids = MemoryMarshal.Cast<byte, long>(words.bytes);
        for (var row = 0; row < tokens.Length; row++) ids[row] = tokens[row];
        MemoryMarshal.Cast<byte, float>(Pass(words).bytes).CopyTo(logits);
    }

    public abstract void Dispose();

    /// <param name="words">int64 (B).</param>
    /// <returns>Logits, float (B, V), contiguous.</returns>
    protected abstract Tensor Pass(Tensor words);

    /// <summary>Takes the next memory in the place of the last.</summary>
    protected static void Renew(ref Tensor memory, Tensor next)
    {
        memory.Dispose();
        memory = next.DetachFromDisposeScope();
    }
}
