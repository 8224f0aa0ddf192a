namespace MusicGen.Music.Tokens.Grid24;

/// <summary>One token of <see cref="Score24"/>: a family and a value in it.</summary>
/// <param name="Family">What it speaks of.</param>
/// <param name="Value">
/// Position: ticks after the bar line, 0 … 167. Tempo: quarters a minute, 30 … 300. Program: 0 … 127, and
/// <see cref="Score24Vocabulary.DrumProgram"/>. Pitch: 0 … 127. DrumPitch: 27 … 87. Velocity: 2, 6 … 126. Duration: ticks, 1 … 384.
/// Special, TimeSig, Key (0 … 11 the major keys from C, 12 … 23 the minor ones) and Chord (11 · root + quality, 132 no chord): the
/// place in the family, from 0. Bar: 0.
/// </param>
public readonly record struct Score24Token(Score24Family Family, int Value);
