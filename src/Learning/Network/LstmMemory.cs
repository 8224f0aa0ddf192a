using MusicGen.Learning.Batches;
using static TorchSharp.torch;

namespace MusicGen.Learning.Network;

/// <summary>What a network remembers of each row: hidden and cell vectors of every layer, (layers, B, H), in the numbers that the network computes with.</summary>
/// <remarks>Owns its tensors.</remarks>
internal sealed record LstmMemory(Tensor Hidden, Tensor Cell) : IDisposable
{
    /// <summary>The memory of nothing, of no row.</summary>
    public static LstmMemory Empty(int layers, int hidden, ScalarType type, Device device) =>
        new(zeros(layers, 0, hidden, dtype: type, device: device), zeros(layers, 0, hidden, dtype: type, device: device));

    /// <summary>The memory of a window's rows: of those that go on what is remembered of them, of those that begin nothing.</summary>
    public LstmMemory Of(Window window) => new(Of(Hidden, window.Origins), Of(Cell, window.Origins));

    /// <summary>The same numbers without the way that led to them, so that gradients end here; they outlive the current dispose scope.</summary>
    public LstmMemory Kept() => new(Hidden.detach().MoveToOuterDisposeScope(), Cell.detach().MoveToOuterDisposeScope());

    public void Dispose()
    {
        Hidden.Dispose();
        Cell.Dispose();
    }

    private static Tensor Of(Tensor remembered, int[] origins)
    {
        if (remembered.shape[1] == 0 || origins.All(origin => origin == Window.Beginning))
            return zeros(remembered.shape[0], origins.Length, remembered.shape[2], dtype: remembered.dtype, device: remembered.device);
        using var scope = NewDisposeScope();
        var rows = tensor(origins.Select(origin => (long)Math.Max(origin, 0)).ToArray(), device: remembered.device);                      // (B)
        var goesOn = tensor(origins.Select(origin => origin != Window.Beginning).ToArray(), device: remembered.device).unsqueeze(-1);     // (B, 1)
        return (remembered.index_select(1, rows) * goesOn).MoveToOuterDisposeScope();                                                     // (layers, B, H)
    }
}
