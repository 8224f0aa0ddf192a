namespace MusicGen.Contracts.Corpora;

/// <summary>What became of one uploaded file.</summary>
/// <param name="Name">The name it was uploaded with.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hexadecimal.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Outcome">What ingestion did with it.</param>
/// <param name="Reason">Why it was rejected, or what it is a duplicate of.</param>
/// <param name="Offset">The byte at which reading failed.</param>
/// <param name="Notes">Number of notes.</param>
/// <param name="DurationSeconds">Its length when played.</param>
[GenerateSerializer, Immutable, Alias("musicgen.FileReport")]
public sealed record FileReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Sha256,
    [property: Id(2)] long SizeBytes,
    [property: Id(3)] FileOutcome Outcome,
    [property: Id(4)] string? Reason = null,
    [property: Id(5)] long? Offset = null,
    [property: Id(6)] int Notes = 0,
    [property: Id(7)] double DurationSeconds = 0);
