namespace MusicGen.Music.Datasets;

/// <summary>One piece of a dataset: where its tokens lie and which split it belongs to.</summary>
/// <param name="Name">The name of the uploaded file.</param>
/// <param name="Sha256">The hash of the MIDI file's bytes.</param>
/// <param name="Split">The part of the work it serves.</param>
/// <param name="Offset">Index of its first token.</param>
/// <param name="Length">Number of its tokens.</param>
public sealed record DatasetPiece(string Name, string Sha256, Split Split, int Offset, int Length);
