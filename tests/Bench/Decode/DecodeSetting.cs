namespace MusicGen.Bench.Decode;

/// <summary>What all tables have in common.</summary>
/// <param name="Sizes">Units of a layer.</param>
/// <param name="Batches">Sequences that a thread steps together.</param>
/// <param name="Threads">The most that are measured; one is always.</param>
/// <param name="Rounds">Times everything is measured; the median counts.</param>
/// <param name="Seconds">How long each time.</param>
/// <param name="HasPeers">Whether other libraries are measured beside ours.</param>
internal sealed record DecodeSetting(IReadOnlyList<int> Sizes, IReadOnlyList<int> Batches, int Threads, int Rounds, double Seconds, bool HasPeers);
