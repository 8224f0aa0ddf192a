namespace MusicGen.Music.Analysis;

/// <summary>Which tempos a piece says it has, in quarters a minute.</summary>
/// <param name="Typical">The median over the time that each tempo holds.</param>
/// <param name="Slowest">The slowest that holds for any time.</param>
/// <param name="Fastest">The fastest that holds for any time.</param>
public readonly record struct TempoProfile(double Typical, double Slowest, double Fastest);
