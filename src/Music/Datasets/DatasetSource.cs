namespace MusicGen.Music.Datasets;

/// <summary>A piece that may become part of a dataset.</summary>
/// <param name="Name">The name of the uploaded file.</param>
/// <param name="Sha256">The hash of the MIDI file's bytes, in lower-case hexadecimal.</param>
/// <param name="Words">What its tokenizer made of it; none where it has nothing to learn from.</param>
/// <param name="Group">Hash that near-duplicates of each other have in common; null: its own.</param>
public sealed record DatasetSource(string Name, string Sha256, IReadOnlyList<string> Words, string? Group = null);
