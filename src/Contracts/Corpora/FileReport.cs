namespace MusicGen.Contracts.Corpora;

/// <summary>What became of one uploaded file.</summary>
/// <param name="Name">The name it was uploaded with, as a label: without what would mislead a reader or a file system.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hexadecimal; empty for what was turned away before it was read to its end.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Outcome">What ingestion did with it.</param>
/// <param name="Reason">Why it is not in the corpus.</param>
/// <param name="Offset">The byte at which reading failed.</param>
/// <param name="Notes">Number of notes.</param>
/// <param name="DurationSeconds">Its length when played.</param>
/// <param name="Repairs">What was wrong with it and passed over, one entry a kind; null: nothing.</param>
/// <param name="Of">Name of the file that it is a duplicate of, or much like; others may have the same name.</param>
/// <param name="Similarity">How much it is like that file, 0 … 1; null unless it is a near-duplicate, kept or not.</param>
/// <param name="Filter">Name of the filter that turned it away.</param>
/// <param name="Profile">What its music is like; null where it could not be read.</param>
/// <param name="OfSha256">Hash of that other file's bytes.</param>
[GenerateSerializer, Immutable, Alias("musicgen.FileReport")]
public sealed record FileReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Sha256,
    [property: Id(2)] long SizeBytes,
    [property: Id(3)] FileOutcome Outcome,
    [property: Id(4)] string? Reason = null,
    [property: Id(5)] long? Offset = null,
    [property: Id(6)] int Notes = 0,
    [property: Id(7)] double DurationSeconds = 0,
    [property: Id(8)] IReadOnlyList<FileRepair>? Repairs = null,
    [property: Id(9)] string? Of = null,
    [property: Id(10)] double? Similarity = null,
    [property: Id(11)] string? Filter = null,
    [property: Id(12)] PieceProfile? Profile = null,
    [property: Id(13)] string? OfSha256 = null);
