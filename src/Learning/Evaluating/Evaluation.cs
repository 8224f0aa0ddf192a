using MusicGen.Learning.Batches;
using MusicGen.Learning.Network;
using MusicGen.Music.Tokens;
using static TorchSharp.torch;

namespace MusicGen.Learning.Evaluating;

/// <summary>How well a network predicts pieces that it has not learned from: every piece from its beginning, in single precision, dropout off.</summary>
/// <remarks>Draws no random number and changes nothing.</remarks>
/// <param name="pieces">Without variants.</param>
/// <param name="vocabulary">Of the network.</param>
/// <param name="batchSize">Pieces side by side.</param>
/// <param name="windowLength">Tokens at once; changes nothing but time and memory.</param>
internal sealed class Evaluation(IReadOnlyList<PieceStream> pieces, Vocabulary vocabulary, int batchSize, int windowLength)
{
    private readonly PieceStream[] _pieces = [.. pieces.OrderByDescending(piece => piece.Predictions)];
    private readonly long[] _notes = HeldOutLoss.NotesOf(vocabulary);

    /// <param name="network">The network.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="goesOn">Asked after each window.</param>
    /// <returns>Null when stopped, or where there is nothing held out.</returns>
    public HeldOutLoss? Measure(LstmNetwork network, Device device, Func<bool> goesOn)
    {
        if (_pieces.Length == 0) return null;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        network.eval();
        var reader = new WindowReader(_pieces, batchSize, windowLength, vocabulary.Pad);
        var memory = LstmMemory.Empty(network.Shape.Layers, network.Shape.Hidden, ScalarType.Float32, device);
        var sum = default(HeldOutLoss);
        while (reader.Next() is { } window)
        {
            sum += Measure(network, window, device, ref memory);
            if (!goesOn()) return null;
        }
        return sum;
    }

    private HeldOutLoss Measure(LstmNetwork network, Window window, Device device, ref LstmMemory memory)
    {
        using var scope = NewDisposeScope();
        var tokens = tensor(window.Tokens, [window.Rows, window.Length], device: device);                   // int64 (B, T)
        var targets = tensor(window.Targets, device: device);                                               // int64 (B × T)
        using var before = memory.Of(window);
        var (logits, after) = network.call(tokens, before);                                      // float (B, T, V)
        logits = logits.flatten(0, 1);                                                                      // float (B × T, V)
        var losses = nn.functional.cross_entropy(logits, targets, ignore_index: Window.NoTarget, reduction: nn.Reduction.None);
        var ends = losses.masked_select(targets == vocabulary.Begin);
        var hits = (logits.argmax(-1) == targets).sum();
        var kept = after.Kept();
        memory.Dispose();
        memory = kept;
        var notes = window.Targets.Where(target => target != Window.NoTarget).Sum(target => _notes[target]);
        return new HeldOutLoss(losses.sum(ScalarType.Float64).item<double>(), window.Predictions, ends.sum(ScalarType.Float64).item<double>(), hits.item<long>(), notes);
    }
}
