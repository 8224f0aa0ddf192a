namespace MusicGen.Learning.Batches;

/// <summary>Reads whole pieces side by side, window by window: a row whose piece has ended goes on with the next piece that waits.</summary>
/// <remarks>
/// Pieces begin at the beginning of a window, so that the network's memory of a row can begin with them. A window is at most as long as asked for, and
/// shorter where that costs less: a piece that ends in it leaves padding behind. Rows without a piece are left out.
/// </remarks>
/// <param name="pieces">In the order in which they are read; pieces of like length beside each other leave the least padding.</param>
/// <param name="rows">Pieces side by side.</param>
/// <param name="windowLength">Longest window.</param>
/// <param name="pad">Id that stands where a row's piece has ended.</param>
internal sealed class WindowReader(IReadOnlyList<PieceStream> pieces, int rows, int windowLength, int pad)
{
    /// <summary>What starting a step costs, in tokens of each row.</summary>
    private const int TokensOfAStart = 12;

    private readonly List<Row> _rows = [];
    private int _next;

    /// <summary>The next window, or null after the last.</summary>
    public Window? Next()
    {
        if (Advance() is not { } length) return null;
        var tokens = new long[_rows.Count * length];
        var targets = new long[_rows.Count * length];
        Array.Fill(tokens, pad);
        Array.Fill(targets, Window.NoTarget);
        var predictions = 0;
        for (var row = 0; row < _rows.Count; row++)
        {
            var (piece, position, _) = _rows[row];
            var present = Math.Min(length, pieces[piece].Predictions - position);
            pieces[piece].Read(position, tokens.AsSpan(row * length, present));
            pieces[piece].Read(position + 1, targets.AsSpan(row * length, present));
            predictions += present;
        }
        var origins = _rows.Select(row => row.Origin).ToArray();
        Pass(length);
        return new Window(tokens, targets, origins, predictions);
    }

    /// <summary>Passes over windows without reading them.</summary>
    /// <returns>How many there were.</returns>
    public int Skip(int windows)
    {
        var skipped = 0;
        for (; skipped < windows && Advance() is { } length; skipped++) Pass(length);
        return skipped;
    }

    /// <summary>Gives each row a piece as long as there are any.</summary>
    /// <returns>The length of the window; null when nothing is left.</returns>
    private int? Advance()
    {
        _rows.RemoveAll(row => Left(row) == 0 && _next == pieces.Count);
        for (var row = 0; row < _rows.Count; row++)
        {
            if (Left(_rows[row]) == 0 && _next < pieces.Count) _rows[row] = new Row(_next++, 0, Window.Beginning);
        }
        _rows.RemoveAll(row => Left(row) == 0);
        while (_rows.Count < rows && _next < pieces.Count) _rows.Add(new Row(_next++, 0, Window.Beginning));
        if (_rows.Count == 0) return null;
        var longest = Math.Min(windowLength, _rows.Max(Left));
        return _rows.Select(Left).Where(left => left < longest).Append(longest).Distinct().MaxBy(PredictionsForTheirCost);
    }

    private double PredictionsForTheirCost(int length) => _rows.Sum(row => Math.Min(length, Left(row))) / (double)(length + TokensOfAStart);

    private void Pass(int length)
    {
        for (var row = 0; row < _rows.Count; row++) _rows[row] = new Row(_rows[row].Piece, _rows[row].Position + Math.Min(length, Left(_rows[row])), row);
    }

    private int Left(Row row) => pieces[row.Piece].Predictions - row.Position;

    private readonly record struct Row(int Piece, int Position, int Origin);
}
