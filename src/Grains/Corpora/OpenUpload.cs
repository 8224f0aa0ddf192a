using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>An upload on its way.</summary>
/// <param name="Id">Its folder.</param>
/// <param name="Number">1 for the first upload of a corpus.</param>
/// <param name="Size">Files in it.</param>
/// <param name="Files">Files that have their report.</param>
/// <param name="Canceled">Whether somebody ended it.</param>
internal sealed record OpenUpload(string Id, int Number, int Size, OutcomeCounts Files, bool Canceled = false)
{
    public IngestionSummary Summarize(string corpus, IngestionPhase phase = IngestionPhase.Running, string? reason = null) => new(
        corpus, Number, phase, Size, Files.Files, Files.Accepted, Files.Duplicates, Files.Rejected, Files.NearDuplicates, Files.Filtered, Files.Repaired,
        Files.Similar, reason);
}
