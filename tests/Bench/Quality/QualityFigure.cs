namespace MusicGen.Bench.Quality;

/// <summary>A line of the table.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Value">The figure; null: it could not be measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Peer">What it is held against.</param>
/// <param name="PeerValue">That one's figure, in the same unit.</param>
internal sealed record QualityFigure(string Subject, double? Value, string Unit, string? Peer = null, double? PeerValue = null);
