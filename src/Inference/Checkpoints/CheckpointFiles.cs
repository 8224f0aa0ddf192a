namespace MusicGen.Inference.Checkpoints;

/// <summary>Names of the blobs in a checkpoint's folder.</summary>
public static class CheckpointFiles
{
    /// <summary>The weights, all that composing needs besides card and vocabulary.</summary>
    public const string Model = "model.safetensors";

    /// <summary>What training needs besides the weights to go on: the optimizer's moments, position, memory of the pieces at hand.</summary>
    public const string Training = "training.safetensors";

    /// <summary>The losses of the steps, as JSON.</summary>
    public const string Metrics = "metrics.json";

    /// <summary>The model card, as JSON. Written last: a folder without it is no checkpoint.</summary>
    public const string Card = "card.json";

    /// <summary>The vocabulary that the token ids refer to.</summary>
    public const string Vocabulary = "vocabulary";
}
