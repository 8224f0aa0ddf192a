namespace MusicGen.Contracts.Sessions;

/// <summary>What a tune begins with; exactly one of names, MIDI, notes and tune, with a note in it.</summary>
/// <remarks>
/// For an instrument that the model has never heard it hears the nearest, of the same General MIDI family where it knows one; the tune keeps the primer's own.
/// A key, a drum or a meter that it has never heard is refused, but a meter whose bars are as long as those of one that it knows.
/// At most 1 MB and 4,096 words of the model's language: so many note names and chords, or in Score24, where a note takes some five words, about 800 notes.
/// </remarks>
/// <param name="Names">Note names and chords with white space between, such as <c>C4 E4 0.4.7 B-3</c>, an eighth each, played on the first of the tune's instruments that the model knows, without any on a piano or what is nearest to it; a Score24 model also takes its own words.</param>
/// <param name="Midi">A MIDI file, in base64; its words are used.</param>
/// <param name="Notes">The text of a note file (<c>.notes</c>); its words are used.</param>
/// <param name="Tune">The number of a finished tune, of a model of the same language; its words are used, its own primer's among them.</param>
/// <param name="Variation">Which variation of that tune. Default: 1.</param>
/// <param name="Session">The id of that tune's session, one of yours. Default: the session that composes.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Primer")]
public sealed record Primer(
    [property: Id(0)] string? Names = null,
    [property: Id(1)] byte[]? Midi = null,
    [property: Id(2)] string? Notes = null,
    [property: Id(3)] int? Tune = null,
    [property: Id(4)] int? Variation = null,
    [property: Id(5)] string? Session = null);
