namespace MusicGen.Contracts.Training;

/// <summary>Named starting points for training options, from the smallest to the largest.</summary>
public static class Presets
{
    /// <summary>The preset that is used when none is named.</summary>
    public const string Default = "small";

    /// <summary>Every preset, by size.</summary>
    public static IReadOnlyList<TrainingOptions> All { get; } =
    [
        new() { Preset = "tiny", Embedding = 64, Hidden = 128, Dropout = 0.1, LearningRate = 0.004, Epochs = 10 },
        new() { Preset = "small", Embedding = 128, Hidden = 256, Dropout = 0.3, LearningRate = 0.002, Epochs = 20 },
        new() { Preset = "base", Embedding = 256, Hidden = 512, Dropout = 0.4, LearningRate = 0.001, Epochs = 50 },
        new() { Preset = "large", Embedding = 512, Hidden = 1024, Dropout = 0.5, LearningRate = 0.001, Epochs = 50 },
    ];

    /// <summary>The names, for messages and help texts.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(options => options.Preset));

    /// <summary>The preset of that name, or null.</summary>
    public static TrainingOptions? Find(string name) => All.FirstOrDefault(options => options.Preset == name);
}
