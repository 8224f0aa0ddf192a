using MusicGen.Contracts.Datasets;

namespace MusicGen.Contracts.Training;

/// <summary>What a checkpoint is: all that is needed to use it and to know where it comes from.</summary>
/// <param name="Format">3.</param>
/// <param name="Shape">The network's sizes.</param>
/// <param name="Tokenizer"><c>score24/1</c> or <c>note-names/1</c>.</param>
/// <param name="TokenizerSettings">How its pieces became words.</param>
/// <param name="VocabularyHash">Hash of the vocabulary beside it.</param>
/// <param name="DatasetHash">The dataset it was trained on.</param>
/// <param name="Options">How it was trained, every option resolved.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Losses">A row an epoch.</param>
/// <param name="Baseline">What an n-gram loses on the same held-out pieces; null where nothing was held out, or not yet measured.</param>
/// <param name="Device">What it was trained on last, such as <c>cpu</c>.</param>
[GenerateSerializer, Immutable, Alias("musicgen.ModelCard")]
public sealed record ModelCard(
    [property: Id(0)] int Format,
    [property: Id(1)] ModelShape Shape,
    [property: Id(2)] string Tokenizer,
    [property: Id(3)] TokenizerSettings TokenizerSettings,
    [property: Id(4)] string VocabularyHash,
    [property: Id(5)] string DatasetHash,
    [property: Id(6)] TrainingOptions Options,
    [property: Id(7)] long Step,
    [property: Id(8)] int Epoch,
    [property: Id(9)] IReadOnlyList<EpochLosses> Losses,
    [property: Id(10)] NgramBaseline? Baseline = null,
    [property: Id(11)] string? Device = null);
