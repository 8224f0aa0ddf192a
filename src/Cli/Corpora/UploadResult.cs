using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>What became of an upload.</summary>
/// <param name="Corpus">The corpus after it.</param>
/// <param name="Files">Files that were found.</param>
/// <param name="Accepted">Of those, accepted.</param>
/// <param name="Duplicates">Of those, duplicates.</param>
/// <param name="Rejected">Those that could not be used.</param>
/// <param name="Repaired">Of the accepted, those that were read with repairs.</param>
/// <param name="Similar">Of the accepted, those that are much like another.</param>
/// <param name="NearDuplicates">Those that were left out because they are much like another.</param>
/// <param name="Filtered">Those that a filter turned away.</param>
internal sealed record UploadResult(
    CorpusSummary Corpus, int Files, int Accepted, int Duplicates, IReadOnlyList<RejectedFile> Rejected, int Repaired = 0, int Similar = 0, int NearDuplicates = 0, int Filtered = 0);
