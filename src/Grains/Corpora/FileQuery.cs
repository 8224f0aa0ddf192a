using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>Which reports are wanted; null members want all.</summary>
/// <param name="Outcome">Of this outcome.</param>
/// <param name="Repaired">Read with repairs, or without.</param>
/// <param name="Ingestion">Of this upload.</param>
[GenerateSerializer, Immutable, Alias("musicgen.FileQuery")]
public sealed record FileQuery(
    [property: Id(0)] FileOutcome? Outcome = null,
    [property: Id(1)] bool? Repaired = null,
    [property: Id(2)] int? Ingestion = null)
{
    internal bool Wants(FileReport report) =>
        (Outcome is null || report.Outcome == Outcome) && (Repaired is null || report.Repairs is not null == Repaired);
}
