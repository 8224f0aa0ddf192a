using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>A FluidSynth that runs on this machine.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="SoundFont">The path of what it plays with.</param>
/// <param name="Formats">What it can write.</param>
internal sealed record Synthesizer(string Executable, string SoundFont, IReadOnlyList<AudioFormat> Formats);
