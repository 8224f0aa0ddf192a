using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>How an upload ended.</summary>
/// <param name="First">Number of its first report; those of the others follow.</param>
/// <param name="Summary">Its counts.</param>
internal sealed record ClosedUpload(int First, IngestionSummary Summary);
