namespace MusicGen.Bench.Decode;

/// <summary>What a trained network loses on music that it has not heard, computed in one of several ways.</summary>
/// <param name="Set">The music.</param>
/// <param name="Path">The way.</param>
/// <param name="NatsPerToken">The mean loss.</param>
/// <param name="AgainstSinglePrecision">How much more that is than with the decoder in single precision.</param>
internal sealed record HeldOutFigure(string Set, string Path, double NatsPerToken, double AgainstSinglePrecision)
{
    /// <summary>So much may what is stored in fewer bits lose.</summary>
    public const double Allowed = 0.001;

    public bool IsWithinAllowed => AgainstSinglePrecision <= Allowed;
}
