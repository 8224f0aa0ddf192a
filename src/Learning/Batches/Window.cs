namespace MusicGen.Learning.Batches;

/// <summary>What one step looks at: a stretch of the piece in every row, and for each of its tokens the one that comes next.</summary>
/// <param name="Tokens">Token ids, row by row: (B, T).</param>
/// <param name="Targets">The next token's id, or <see cref="NoTarget"/> where a row's piece has ended: (B, T).</param>
/// <param name="Origins">For each row the one of the window before whose piece it goes on with, or <see cref="Beginning"/>: (B).</param>
/// <param name="Predictions">Targets that are tokens.</param>
internal sealed record Window(long[] Tokens, long[] Targets, int[] Origins, int Predictions)
{
    /// <summary>What cross entropy leaves out.</summary>
    public const long NoTarget = -100;

    /// <summary>The row begins with a piece, and remembers nothing.</summary>
    public const int Beginning = -1;

    /// <summary>B.</summary>
    public int Rows => Origins.Length;

    /// <summary>T.</summary>
    public int Length => Tokens.Length / Rows;
}
