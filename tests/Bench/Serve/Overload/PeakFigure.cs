namespace MusicGen.Bench.Serve.Overload;

/// <summary>What the service delivers at its best.</summary>
/// <param name="WordsPerSecond">Words that arrive.</param>
/// <param name="TunesPerSecond">The same in tunes.</param>
internal sealed record PeakFigure(double WordsPerSecond, double TunesPerSecond);
