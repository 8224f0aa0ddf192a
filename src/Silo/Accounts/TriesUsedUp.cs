namespace MusicGen.Silo.Accounts;

/// <summary>A request's key was not looked at, since too many from its address were none, or wait.</summary>
/// <param name="RetryAfter">When the next one is.</param>
internal sealed record TriesUsedUp(TimeSpan RetryAfter);
