namespace MusicGen.Music.Scores;

/// <summary>From this position on, the harmony is a chord: what a lead sheet writes above the staff.</summary>
/// <param name="At">Where it starts to hold.</param>
/// <param name="Root">Pitch class of the root, 0 … 11, C being 0; null: no chord (N.C.), and then the quality is <see cref="ChordQuality.Major"/>.</param>
/// <param name="Quality">What stands on the root.</param>
public readonly record struct ChordSymbol(Ticks At, int? Root, ChordQuality Quality)
{
    public bool IsValid => At <= Ticks.Max && Enum.IsDefined(Quality) && (Root is >= 0 and <= 11 || (Root is null && Quality == ChordQuality.Major));
}
