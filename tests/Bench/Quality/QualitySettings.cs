namespace MusicGen.Bench.Quality;

/// <summary>How a set is measured, as far as its options leave it open.</summary>
/// <param name="Epochs">Instead of the set's own; null: its own.</param>
/// <param name="Threads">CPU threads.</param>
/// <param name="Device"><c>cpu</c>, or <c>cuda:0</c> and so on.</param>
internal sealed record QualitySettings(int? Epochs, int Threads, string Device);
