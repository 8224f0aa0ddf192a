namespace MusicGen.Music.Scores;

/// <summary>A position as musicians count it.</summary>
/// <param name="Bar">From 1.</param>
/// <param name="Beat">From 1; the beat is the meter's denominator.</param>
/// <param name="Rest">The ticks after that beat.</param>
public readonly record struct BarPosition(long Bar, int Beat, long Rest);
