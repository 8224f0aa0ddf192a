using MusicGen.Music.Datasets;
using MusicGen.Music.Randomness;

namespace MusicGen.Learning.Lanes;

/// <summary>Pieces one behind the other, cut into equally long lanes that are read side by side, window by window.</summary>
/// <remarks>
/// Every piece begins with the vocabulary's begin word, and one more of them ends the last piece, so that the network learns where pieces end.
/// Each lane goes on where it was in the window before, and so does the network's memory of it. Every token but the very first is a target exactly once.
/// </remarks>
internal sealed class PieceLanes
{
    private readonly int[] _stream;
    private readonly long _pad;
    private readonly int _windowLength;

    private PieceLanes(int[] stream, long pad, int batchSize, int windowLength)
    {
        (_stream, _pad, _windowLength) = (stream, pad, windowLength);
        Predictions = stream.Length - 1;
        Lanes = Math.Clamp(Predictions / windowLength, 1, batchSize);
        Windows = (LongestLane + windowLength - 1) / windowLength;
    }

    /// <summary>B: the batch size, or fewer where the pieces do not fill one window of each lane.</summary>
    public int Lanes { get; }

    /// <summary>Windows until every lane is read.</summary>
    public int Windows { get; }

    /// <summary>Targets in all windows together.</summary>
    public int Predictions { get; }

    /// <summary>Targets of a window that no lane ends in; the last window has fewer.</summary>
    public int PredictionsOfFullWindow => Lanes * Math.Min(_windowLength, LongestLane);

    /// <summary>Lanes differ by one token at most; the longer ones come first.</summary>
    private int LongestLane => (Predictions + Lanes - 1) / Lanes;

    /// <summary>The training split in the order of an epoch: each has its own, which is a function of the seed.</summary>
    /// <returns>Null where the split is empty.</returns>
    public static PieceLanes? ForTraining(Dataset dataset, long seed, int epoch, int batchSize, int windowLength)
    {
        var pieces = dataset.PiecesOf(Split.Train).ToArray();
        var order = new CounterRandom((ulong)seed, (ulong)epoch).Permutation(pieces.Length);
        return Of(dataset, [.. order.Select(index => pieces[index])], batchSize, windowLength);
    }

    /// <summary>The validation split in the order of the dataset.</summary>
    /// <returns>Null where the split is empty.</returns>
    public static PieceLanes? ForEvaluation(Dataset dataset, int batchSize, int windowLength) =>
        Of(dataset, [.. dataset.PiecesOf(Split.Validation)], batchSize, windowLength);

    /// <summary>The window of that index.</summary>
    public Window this[int index]
    {
        get
        {
            var begin = index * _windowLength;
            var length = Math.Min(_windowLength, LongestLane - begin);
            var tokens = new long[Lanes * length];
            var targets = new long[Lanes * length];
            Array.Fill(tokens, _pad);
            Array.Fill(targets, Window.NoTarget);
            var predictions = 0;
            for (var lane = 0; lane < Lanes; lane++)
            {
                var present = Math.Min(length, StartOf(lane + 1) - StartOf(lane) - begin);
                for (var i = 0; i < present; i++)
                {
                    tokens[lane * length + i] = _stream[StartOf(lane) + begin + i];
                    targets[lane * length + i] = _stream[StartOf(lane) + begin + i + 1];
                }
                predictions += present;
            }
            return new Window(tokens, targets, Lanes, predictions);
        }
    }

    private static PieceLanes? Of(Dataset dataset, DatasetPiece[] pieces, int batchSize, int windowLength)
    {
        if (pieces.Length == 0) return null;
        var begin = dataset.Vocabulary.Begin;
        var stream = new List<int>(pieces.Sum(piece => piece.Length + 1) + 1);
        foreach (var piece in pieces)
        {
            stream.Add(begin);
            stream.AddRange(dataset.TokensOf(piece));
        }
        stream.Add(begin);
        return new PieceLanes([.. stream], dataset.Vocabulary.Pad, batchSize, windowLength);
    }

    private int StartOf(int lane) => lane * (Predictions / Lanes) + Math.Min(lane, Predictions % Lanes);
}
