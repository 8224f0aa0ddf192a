namespace MusicGen.Bench.Serve.Clients;

/// <summary>What became of the request for a tune.</summary>
/// <param name="Tune">Its address; null: there was no place.</param>
/// <param name="RetryAfter">Where there was none: when to ask again.</param>
internal readonly record struct TuneAnswer(string? Tune, TimeSpan RetryAfter);
