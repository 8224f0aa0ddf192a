namespace MusicGen.Inference.Batching;

/// <summary>A tune was not composed to its end for a reason that is not its own: the engine stopped, or something went wrong beside it. It can be tried again.</summary>
public sealed class CompositionInterruptedException(string reason, Exception? cause = null) : Exception(reason, cause);
