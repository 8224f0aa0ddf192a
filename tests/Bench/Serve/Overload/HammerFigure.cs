namespace MusicGen.Bench.Serve.Overload;

/// <summary>What requests at a fixed rate got.</summary>
/// <param name="Sessions">Who asked in turn.</param>
/// <param name="AskedPerSecond">Requests that were due.</param>
/// <param name="SentPerSecond">Those that were sent; fewer where no session was free, or this machine was too busy to send them.</param>
/// <param name="WordsPerSecond">Words of accepted tunes that arrived.</param>
/// <param name="Accepted">Requests.</param>
/// <param name="Refused">Requests.</param>
/// <param name="RefusalMedianMilliseconds">From a request to its refusal; null where none was refused.</param>
/// <param name="RefusalP99Milliseconds">Likewise, what 99 of 100 did not exceed.</param>
internal sealed record HammerFigure(
    int Sessions, double AskedPerSecond, double SentPerSecond, double WordsPerSecond, int Accepted, int Refused, double? RefusalMedianMilliseconds, double? RefusalP99Milliseconds);
