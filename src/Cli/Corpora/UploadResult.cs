using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>What became of an upload.</summary>
/// <param name="Corpus">The corpus after it.</param>
/// <param name="Files">Files that were found.</param>
/// <param name="Accepted">Of those, accepted.</param>
/// <param name="Duplicates">Of those, duplicates.</param>
/// <param name="Rejected">The others.</param>
internal sealed record UploadResult(CorpusSummary Corpus, int Files, int Accepted, int Duplicates, IReadOnlyList<RejectedFile> Rejected);
