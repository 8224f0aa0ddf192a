using System.Globalization;

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
    /// <remarks>
    /// Chosen on half of several collections: transcribed performances, whose files know no beat, fall below; solos whose beats were annotated by
    /// ear, and drums that were played to a click, lie above.
    /// </remarks>
    public const double Threshold = 0.15;

    /// <summary>Fewer onsets prove nothing: they get the benefit of the doubt.</summary>
    public const int FewestOnsets = 8;

    public bool Exists => Confidence >= Threshold || Onsets < FewestOnsets;

    /// <summary>Why there is none, for people: the measured value and the threshold. Null where there is one.</summary>
    public string? Objection => Exists
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The notes do not keep to the file's beats: confidence {Confidence:0.00}; the lowest allowed is {Threshold:0.00}.");
}
