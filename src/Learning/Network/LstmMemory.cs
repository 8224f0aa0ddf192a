using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>What a network remembers of each lane: hidden and cell vectors of every layer, float (layers, B, H).</summary>
/// <remarks>Owns its tensors.</remarks>
internal sealed record LstmMemory(Tensor Hidden, Tensor Cell) : IDisposable
{
    /// <summary>The memory of nothing.</summary>
    public static LstmMemory Empty(int layers, int lanes, int hidden) => new(zeros(layers, lanes, hidden), zeros(layers, lanes, hidden));

    /// <summary>The same numbers without the way that led to them, so that gradients end here; they outlive the current dispose scope.</summary>
    public LstmMemory Kept() => new(Hidden.detach().MoveToOuterDisposeScope(), Cell.detach().MoveToOuterDisposeScope());

    /// <summary>Becomes the memory of nothing.</summary>
    public void Forget()
    {
        using var scope = NewDisposeScope(); // operations in place give a second handle
        Hidden.zero_();
        Cell.zero_();
    }

    public void Dispose()
    {
        Hidden.Dispose();
        Cell.Dispose();
    }
}
