namespace MusicGen.Learning.Lanes;

/// <summary>What one step looks at: a stretch of every lane, and for each of its tokens the one that comes next.</summary>
/// <param name="Tokens">Token ids, lane by lane: (B, T).</param>
/// <param name="Targets">The next token's id, or <see cref="NoTarget"/> where a shorter lane has ended: (B, T).</param>
/// <param name="Lanes">B.</param>
/// <param name="Predictions">Targets that are tokens.</param>
internal sealed record Window(long[] Tokens, long[] Targets, int Lanes, int Predictions)
{
    /// <summary>What cross entropy leaves out.</summary>
    public const long NoTarget = -100;

    /// <summary>T.</summary>
    public int Length => Tokens.Length / Lanes;
}
