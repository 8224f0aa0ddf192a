namespace MusicGen.Silo.Audio;

/// <summary>FluidSynth has not made of a tune what it should; the message is for the operator.</summary>
internal sealed class RenderingFailedException(string message) : Exception(message);
