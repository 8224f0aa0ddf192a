using System.Text.Json.Serialization;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Contracts.Training;

/// <summary>Asks for a training session.</summary>
/// <param name="Corpus">The corpus to learn from; it is frozen as it stands.</param>
/// <param name="Name">What people call it; 1 to 100 characters. Default: its id.</param>
/// <param name="Preset"><c>tiny</c>, <c>small</c>, <c>base</c> or <c>large</c>. Default: <c>small</c>.</param>
/// <param name="Epochs">Passes over the training split; 1 to 10,000. Default: the preset's.</param>
/// <param name="BatchSize">Sequences a step; 1 to 1,024.</param>
/// <param name="SequenceLength">Tokens of each sequence a step; 2 to 4,096.</param>
/// <param name="LearningRate">Adam's rate; above 0, at most 1.</param>
/// <param name="Dropout">Share of units dropped between layers; 0 to below 1.</param>
/// <param name="Seed">0 to 2⁵³ − 1. Default: 0.</param>
/// <param name="Tokenizer">How pieces become words. Default: <c>score24</c>, with rhythm, instruments and drums.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateTraining")]
public sealed record CreateTraining(
    [property: Id(0), JsonRequired] string Corpus,
    [property: Id(1)] string? Name = null,
    [property: Id(2)] string? Preset = null,
    [property: Id(3)] int? Epochs = null,
    [property: Id(4)] int? BatchSize = null,
    [property: Id(5)] int? SequenceLength = null,
    [property: Id(6)] double? LearningRate = null,
    [property: Id(7)] double? Dropout = null,
    [property: Id(8)] long? Seed = null,
    [property: Id(9)] TokenizerSettings? Tokenizer = null);
