namespace MusicGen.Inference.Checkpoints;

/// <summary>A checkpoint is malformed or does not fit the model it is loaded for.</summary>
/// <param name="reason">A sentence that names the tensor or the place.</param>
/// <param name="cause">What was found first, where there is one.</param>
public sealed class CheckpointFormatException(string reason, Exception? cause = null) : Exception(reason, cause);
