using MusicGen.Contracts.Training;
using MusicGen.Learning.Lanes;
using MusicGen.Learning.Network;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Training;

/// <summary>One step of the optimizer: forward, backward, clip, Adam.</summary>
internal sealed class TrainingStep(LstmNetwork network, Adam optimizer, double clipNorm)
{
    /// <summary>Learns from a window.</summary>
    /// <param name="window">What to look at.</param>
    /// <param name="predictionsOfFullWindow">What the loss is divided by: a token weighs the same in a shorter window.</param>
    /// <param name="memory">Of the window's lanes; replaced by the memory after it, through which no gradient flows back.</param>
    /// <returns>Sum of the losses, nats.</returns>
    /// <exception cref="TrainingFailedException">The loss or its gradient is not finite; the weights are as before.</exception>
    public double Take(Window window, int predictionsOfFullWindow, ref LstmMemory memory)
    {
        using var scope = NewDisposeScope();
        network.train();
        optimizer.zero_grad();
        var (sum, after) = SumOfLosses(network, window, memory);
        var nats = sum.item<float>();
        if (!float.IsFinite(nats)) throw Diverged("loss");

        (sum / predictionsOfFullWindow).backward();
        if (!double.IsFinite(nn.utils.clip_grad_norm_(network.parameters(), clipNorm))) throw Diverged("gradient");
        optimizer.step();

        var kept = after.Kept();
        memory.Dispose();
        memory = kept;
        return nats;
    }

    /// <summary>Cross entropy of a window's targets, nats, as a scalar; and the memory after the window.</summary>
    public static (Tensor Sum, LstmMemory After) SumOfLosses(LstmNetwork network, Window window, LstmMemory memory)
    {
        var tokens = tensor(window.Tokens, [window.Lanes, window.Length]);      // int64 (B, T)
        var targets = tensor(window.Targets);                                   // int64 (B × T)
        var (logits, after) = network.call(tokens, memory);                     // float (B, T, V)
        var sum = nn.functional.cross_entropy(logits.flatten(0, 1), targets, ignore_index: Window.NoTarget, reduction: nn.Reduction.Sum);
        return (sum, after);
    }

    private static TrainingFailedException Diverged(string what) =>
        new(FailureCode.LossDiverged, $"The {what} is not a finite number any more. A lower learning rate may help.");
}
