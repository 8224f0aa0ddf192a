namespace MusicGen.Grains.Sessions;

/// <summary>A named request for a tune.</summary>
/// <param name="Number">The tune's number.</param>
/// <param name="Content">What was asked for, as a hash; null: whatever it was.</param>
internal sealed record KnownRequest(int Number, string? Content);
