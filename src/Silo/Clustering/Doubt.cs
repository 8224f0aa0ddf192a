namespace MusicGen.Silo.Clustering;

/// <summary>Why a silo may not join if another one lives.</summary>
/// <param name="Refusal">What is said to whoever started it.</param>
/// <param name="Words">How often the other one must speak while it is watched: then it is proved.</param>
internal sealed record Doubt(string Refusal, int Words);
