using MusicGen.Learning.Lanes;
using MusicGen.Learning.Network;
using static TorchSharp.torch;

namespace MusicGen.Learning.Training;

/// <summary>How well a network predicts pieces that it has not learned from.</summary>
internal static class Evaluation
{
    /// <summary>The mean loss over every target, dropout off. Draws no random number and changes nothing.</summary>
    /// <param name="network">The network.</param>
    /// <param name="lanes">The pieces.</param>
    /// <param name="stopped">Asked after each window.</param>
    /// <returns>Nats a token; null when stopped.</returns>
    public static double? Mean(LstmNetwork network, PieceLanes lanes, Func<bool> stopped)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        network.eval();
        var memory = LstmMemory.Empty(network.Shape.Layers, lanes.Lanes, network.Shape.Hidden);
        var nats = 0.0;
        for (var window = 0; window < lanes.Windows; window++)
        {
            nats += SumOfLosses(network, lanes[window], ref memory);
            if (stopped()) return null;
        }
        return nats / lanes.Predictions;
    }

    private static double SumOfLosses(LstmNetwork network, Window window, ref LstmMemory memory)
    {
        using var scope = NewDisposeScope();
        var (sum, after) = TrainingStep.SumOfLosses(network, window, memory);
        var kept = after.Kept();
        memory.Dispose();
        memory = kept;
        return sum.item<float>();
    }
}
