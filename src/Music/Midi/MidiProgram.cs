namespace MusicGen.Music.Midi;

/// <summary>A program that is chosen for a channel.</summary>
/// <param name="Channel">0 … 15.</param>
/// <param name="Program">0 … 127.</param>
public readonly record struct MidiProgram(int Channel, int Program);
