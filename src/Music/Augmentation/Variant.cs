namespace MusicGen.Music.Augmentation;

/// <summary>How a piece differs from the one that it was made of. The default is the piece itself.</summary>
/// <param name="Semitones">How much higher its notes, keys and chords are.</param>
/// <param name="TempoBins">How much faster its tempos are, in steps of Score24's 32 tempos, 7.7 % each.</param>
public readonly record struct Variant(int Semitones, int TempoBins);
