namespace MusicGen.Music.Analysis;

/// <summary>Whether the notes of a piece keep to the quarters that its file counts in.</summary>
/// <remarks>
/// A recorded performance may lie in a file of "120 quarters a minute" that nobody played to; its bars and beats mean nothing.
/// </remarks>
/// <param name="Confidence">0 … 1: 0 where onsets fall anywhere within the quarter, 1 where all lie on one division of it.</param>
/// <param name="Onsets">How many different onsets were judged.</param>
/// <param name="IsTempoKnown">Whether the file names a tempo other than 120, which is what recorders write that know none.</param>
public readonly record struct BeatGrid(double Confidence, int Onsets, bool IsTempoKnown)
{
    /// <summary>Fewer onsets prove nothing: they get the benefit of the doubt.</summary>
    public const int FewestOnsets = 8;

    /// <summary>From this confidence on, there is a grid.</summary>
    /// <remarks>
    /// Chosen on half of several collections so that transcribed performances, which know no beat, fall below, and solos whose beats were annotated
    /// by ear and drums played to a click above. A tempo that someone chose is half the proof.
    /// </remarks>
    public double Threshold => IsTempoKnown ? 0.1 : 0.2;

    public bool Exists => Confidence >= Threshold || Onsets < FewestOnsets;
}
