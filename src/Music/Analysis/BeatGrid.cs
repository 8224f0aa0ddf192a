namespace MusicGen.Music.Analysis;

/// <summary>Whether the notes of a piece keep to the quarters that its file counts in.</summary>
/// <remarks>
/// A recorded performance may lie in a file of "120 quarters a minute" that nobody played to; its bars and beats mean nothing.
/// </remarks>
/// <param name="Confidence">0 … 1: 0 where onsets fall anywhere within the quarter, 1 where all lie on one division of it.</param>
/// <param name="Onsets">How many different onsets were judged.</param>
public readonly record struct BeatGrid(double Confidence, int Onsets)
{
    /// <summary>From this confidence on, there is a grid.</summary>
    public const double Threshold = 0.2;

    /// <summary>Fewer onsets prove nothing: they get the benefit of the doubt.</summary>
    public const int FewestOnsets = 8;

    public bool Exists => Confidence >= Threshold || Onsets < FewestOnsets;
}
