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
        };
        var faults = options.Faults();
        if (request.Tokenizer is { } tokenizer) faults = [.. faults, .. tokenizer.Faults()];
        return (faults.Count == 0 ? options : null, faults);
    }
}
