namespace MusicGen.Bench.Soak;

/// <summary>The service as it was at one look, and what it did since the one before.</summary>
/// <param name="Minute">Since the beginning.</param>
/// <param name="Tunes">Composed to their ends.</param>
/// <param name="MedianMilliseconds">From asking for a session to its deletion; null: none ended.</param>
/// <param name="P99Milliseconds">The same.</param>
/// <param name="MemoryBytes">Resident.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Threads">Of the process.</param>
/// <param name="StoredBytes">In its data folder.</param>
internal sealed record SoakSample(double Minute, int Tunes, double? MedianMilliseconds, double? P99Milliseconds, long MemoryBytes, int Handles, int Threads, long StoredBytes);
