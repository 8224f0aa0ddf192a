namespace MusicGen.Music.Starter;

/// <summary>A place for a note of a melody.</summary>
/// <param name="Eighth">When, counted from the start of its phrase.</param>
/// <param name="Length">In eighths, at least 1.</param>
/// <param name="Step">Which way the line goes here, and how far in chord tones: −2 … 2 without 0.</param>
internal readonly record struct Slot(int Eighth, int Length, int Step);
