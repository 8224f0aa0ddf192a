using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Training;

/// <summary>All that a training needs to go on, and a model that can compose.</summary>
/// <param name="Shape">The network's sizes.</param>
/// <param name="Vocabulary">Its words: the dataset's, and those of the variants.</param>
/// <param name="Options">The training's, the precision resolved.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Losses">A row for each of them.</param>
/// <param name="Metrics">The losses of the steps.</param>
/// <param name="Baseline">The n-gram's losses; null until it was measured, or where nothing is held out.</param>
/// <param name="Model">Content of <see cref="CheckpointFiles.Model"/>.</param>
/// <param name="Training">Content of <see cref="CheckpointFiles.Training"/>.</param>
public sealed record TrainingCheckpoint(
    ModelShape Shape,
    Vocabulary Vocabulary,
    TrainingOptions Options,
    long Step,
    int Epoch,
    IReadOnlyList<EpochLosses> Losses,
    IReadOnlyList<StepMetric> Metrics,
    NgramBaseline? Baseline,
    ReadOnlyMemory<byte> Model,
    ReadOnlyMemory<byte> Training);
