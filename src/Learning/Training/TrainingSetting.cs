using MusicGen.Contracts.Datasets;

namespace MusicGen.Learning.Training;

/// <summary>Where a training runs, and what its options do not say.</summary>
/// <param name="Threads">CPU threads for the arithmetic; 1 or more. Another number may sum in another order: in single precision the weights were seen to differ.</param>
/// <param name="Device"><c>cpu</c>, or <c>cuda:0</c> and so on.</param>
/// <param name="Tokenizer">The dataset's language, for composing samples; null: none are composed.</param>
/// <param name="PatienceFrom">Passes that were done when its owner asked for more; patience begins anew with them.</param>
public sealed record TrainingSetting(int Threads, string Device = "cpu", TokenizerSettings? Tokenizer = null, int PatienceFrom = 0);
