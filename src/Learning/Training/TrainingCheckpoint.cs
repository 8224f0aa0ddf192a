using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Learning.Training;

/// <summary>All that a training needs to go on, and a model that can compose.</summary>
/// <param name="Shape">The network's sizes.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Losses">A row for each of them.</param>
/// <param name="Model">Content of <see cref="CheckpointFiles.Model"/>.</param>
/// <param name="Training">Content of <see cref="CheckpointFiles.Training"/>.</param>
public sealed record TrainingCheckpoint(
    ModelShape Shape, long Step, int Epoch, IReadOnlyList<EpochLosses> Losses, ReadOnlyMemory<byte> Model, ReadOnlyMemory<byte> Training);
