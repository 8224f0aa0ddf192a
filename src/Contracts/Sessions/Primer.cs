namespace MusicGen.Contracts.Sessions;

/// <summary>What a tune begins with; one of the two.</summary>
/// <param name="Names">Note names and chords with white space between, such as <c>C4 E4 0.4.7 B-3</c>.</param>
/// <param name="Midi">A MIDI file, in base64; its words are used.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Primer")]
public sealed record Primer(
    [property: Id(0)] string? Names = null,
    [property: Id(1)] byte[]? Midi = null);
