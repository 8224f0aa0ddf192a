using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Silo.Training;

/// <summary>Resolves what a request leaves open from its preset.</summary>
internal static class TrainingRequest
{
    /// <summary>The options, or every fault of the request.</summary>
    public static (TrainingOptions? Options, IReadOnlyList<Problem> Faults) Resolve(CreateTraining request)
    {
        if (Presets.Find(request.Preset ?? Presets.Default) is not { } preset)
            return (null, [new Problem(ProblemKind.Invalid, "preset-unknown", $"There is no preset '{request.Preset}': choose one of {Presets.Names}.", "preset")]);
        var options = preset with
        {
            Epochs = request.Epochs ?? preset.Epochs,
            BatchSize = request.BatchSize ?? preset.BatchSize,
            SequenceLength = request.SequenceLength ?? preset.SequenceLength,
            LearningRate = request.LearningRate ?? preset.LearningRate,
            Dropout = request.Dropout ?? preset.Dropout,
            Seed = request.Seed ?? preset.Seed,
            Embedding = request.Embedding ?? preset.Embedding,
            Hidden = request.Hidden ?? preset.Hidden,
            Layers = request.Layers ?? preset.Layers,
            InputDropout = request.InputDropout ?? preset.InputDropout,
            WeightDropout = request.WeightDropout ?? preset.WeightDropout,
            WeightDecay = request.WeightDecay ?? preset.WeightDecay,
            ClipNorm = request.ClipNorm ?? preset.ClipNorm,
            WarmupSteps = request.WarmupSteps ?? preset.WarmupSteps,
            FinalRateShare = request.FinalRateShare ?? preset.FinalRateShare,
            TransposeDown = request.TransposeDown ?? preset.TransposeDown,
            TransposeUp = request.TransposeUp ?? preset.TransposeUp,
            TempoShift = request.TempoShift ?? preset.TempoShift,
            Patience = request.Patience ?? preset.Patience,
            KeepBest = request.KeepBest ?? preset.KeepBest,
            KeepLast = request.KeepLast ?? preset.KeepLast,
            Precision = request.Precision ?? preset.Precision,
            Samples = request.Samples ?? preset.Samples,
            CheckpointSeconds = request.CheckpointSeconds ?? preset.CheckpointSeconds,
        };
        var faults = options.Faults();
        if (request.Tokenizer is { } tokenizer) faults = [.. faults, .. tokenizer.Faults()];
        if (PoolProblem(request.Pool) is { } pool) faults = [.. faults, pool];
        return (faults.Count == 0 ? options : null, faults);
    }

    /// <summary>The problem with a pool's name, or null.</summary>
    public static Problem? PoolProblem(string pool) =>
        PoolName.IsValid(pool) ? null : new Problem(ProblemKind.Invalid, "pool-invalid", $"A pool's name has {PoolName.Rule}.", "pool");
}
