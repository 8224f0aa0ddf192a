namespace MusicGen.Learning.Batches;

/// <summary>The windows of one pass.</summary>
internal sealed class EpochWindows
{
    private readonly PieceStream[] _pieces;
    private readonly int _rows;
    private readonly int _windowLength;
    private readonly int _pad;

    /// <inheritdoc cref="WindowReader"/>
    public EpochWindows(PieceStream[] pieces, int rows, int windowLength, int pad)
    {
        (_pieces, _rows, _windowLength, _pad) = (pieces, rows, windowLength, pad);
        Predictions = pieces.Sum(piece => (long)piece.Predictions);
        Count = ReadFrom(0).Skip(int.MaxValue);
    }

    /// <summary>Windows of the pass.</summary>
    public int Count { get; }

    /// <summary>Targets in all of them.</summary>
    public long Predictions { get; }

    /// <summary>What each window's loss is divided by, so that a token weighs the same in every one of them.</summary>
    public double MeanPredictions => (double)Predictions / Count;

    /// <summary>Reads from the window of that index on.</summary>
    public WindowReader ReadFrom(int index)
    {
        var reader = new WindowReader(_pieces, _rows, _windowLength, _pad);
        reader.Skip(index);
        return reader;
    }
}
