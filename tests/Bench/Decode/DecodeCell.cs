namespace MusicGen.Bench.Decode;

/// <summary>Every engine with one network, one batch and one number of threads: measured in turns, so that all meet the same neighbours.</summary>
/// <param name="Hidden">Units of a layer.</param>
/// <param name="Batch">Rows of each thread.</param>
/// <param name="Threads">Each with a batch of its own.</param>
/// <param name="BestTorchSharp">Which of its step loops was the fastest here; null where there is none.</param>
/// <param name="MultiplyAdds">What the vector units can do, operations a second of all threads; by precision and unit.</param>
/// <param name="Reads">Bytes a second of all threads that read the same, by precision; empty but for one row.</param>
/// <param name="Figures">One for each engine.</param>
internal sealed record DecodeCell(
    int Hidden, int Batch, int Threads, string? BestTorchSharp, IReadOnlyDictionary<string, double> MultiplyAdds, IReadOnlyDictionary<string, double> Reads, IReadOnlyList<DecodeFigure> Figures);
