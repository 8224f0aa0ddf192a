using System.Text.Json.Serialization;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Contracts.Training;

/// <summary>Asks for a training session.</summary>
/// <param name="Corpus">The corpus to learn from; it is frozen as it stands.</param>
/// <param name="Name">What people call it; 1 to 100 characters. Default: its id.</param>
/// <param name="Preset"><c>tiny</c>, <c>small</c>, <c>base</c> or <c>large</c>. Default: <c>small</c>.</param>
/// <param name="Epochs">Passes over the training split; 1 to 10,000. Default: the preset's.</param>
/// <param name="BatchSize">Pieces read side by side; 1 to 1,024, with the sequence length at most 131,072 tokens a step. Default: 16.</param>
/// <param name="SequenceLength">Tokens of each piece a step; 2 to 4,096. Default: 128.</param>
/// <param name="LearningRate">AdamW's highest rate; above 0, at most 1. Default: the preset's.</param>
/// <param name="Dropout">Share of units dropped behind each LSTM layer; 0 to below 1. Default: the preset's.</param>
/// <param name="Seed">0 to 2⁵³ − 1. Default: 0.</param>
/// <param name="Tokenizer">How pieces become words. Default: <c>score24</c>, with rhythm, instruments and drums.</param>
/// <param name="Priority">How urgent it is. Default: <c>normal</c>.</param>
/// <param name="Pool">The pool whose nodes may run it; 1 to 40 lower-case letters, digits and hyphens. Default: <c>default</c>.</param>
/// <param name="Embedding">Length of a word's vector; 1 to 4,096. Default: the preset's.</param>
/// <param name="Hidden">Units of each LSTM layer; 1 to 4,096. Default: the preset's.</param>
/// <param name="Layers">LSTM layers; 1 to 8. Default: 2.</param>
/// <param name="InputDropout">Share of the embedding's numbers dropped; 0 to below 1. Default: 0.1.</param>
/// <param name="WeightDropout">Share of the recurrent weights dropped for a step; 0 to below 1. Default: 0; for small collections learnt long, 0.2 or so.</param>
/// <param name="WeightDecay">How far weights shrink in a step, as a share of the rate; 0 to 1. Default: 0.01.</param>
/// <param name="ClipNorm">Upper limit of the gradient's norm; above 0. Default: 1.</param>
/// <param name="WarmupSteps">Steps in which the rate rises from nothing; 0 to 1,000,000. Default: 50.</param>
/// <param name="FinalRateShare">The rate at the end as a share of the highest; 0 to 1; 1: it does not fall. Default: 0.01.</param>
/// <param name="TransposeDown">Training pieces are heard up to so many semitones lower; 0 to 12. Default: 5.</param>
/// <param name="TransposeUp">And up to so many higher; 0 to 12. Default: 6.</param>
/// <param name="TempoShift">And up to so many of Score24's tempo steps, 7.7 % each, faster or slower; 0 to 4. Default: 1.</param>
/// <param name="Patience">Training ends after so many passes without a lower held-out loss; 0 to 10,000; 0: never. Default: 10.</param>
/// <param name="KeepBest">How many checkpoints with the lowest held-out losses stay; 1 to 20. Default: 2.</param>
/// <param name="KeepLast">How many of the last checkpoints stay; 1 to 20. Default: 2.</param>
/// <param name="Precision"><c>auto</c> (bfloat16 on processors that multiply with it), <c>fp32</c> or <c>bf16</c>. Default: <c>auto</c>.</param>
/// <param name="Samples">Tunes composed after each pass, to be listened to; 0 to 8. Default: 1.</param>
/// <param name="CheckpointSeconds">Longest time between two checkpoints; 1 to 86,400. Default: 60.</param>
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
    [property: Id(9)] TokenizerSettings? Tokenizer = null,
    [property: Id(10)] TrainingPriority Priority = TrainingPriority.Normal,
    [property: Id(11)] string Pool = PoolName.Default,
    [property: Id(12)] int? Embedding = null,
    [property: Id(13)] int? Hidden = null,
    [property: Id(14)] int? Layers = null,
    [property: Id(15)] double? InputDropout = null,
    [property: Id(16)] double? WeightDropout = null,
    [property: Id(17)] double? WeightDecay = null,
    [property: Id(18)] double? ClipNorm = null,
    [property: Id(19)] int? WarmupSteps = null,
    [property: Id(20)] double? FinalRateShare = null,
    [property: Id(21)] int? TransposeDown = null,
    [property: Id(22)] int? TransposeUp = null,
    [property: Id(23)] int? TempoShift = null,
    [property: Id(24)] int? Patience = null,
    [property: Id(25)] int? KeepBest = null,
    [property: Id(26)] int? KeepLast = null,
    [property: Id(27)] ArithmeticPrecision? Precision = null,
    [property: Id(28)] int? Samples = null,
    [property: Id(29)] double? CheckpointSeconds = null);
