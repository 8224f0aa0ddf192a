namespace MusicGen.Contracts.Corpora;

/// <summary>One kind of fault of a MIDI file that reading passed over.</summary>
/// <param name="Kind">Its stable name, such as <c>noEndOfTrack</c>.</param>
/// <param name="Sentence">What was done about it.</param>
/// <param name="Offset">The byte at which it was first found.</param>
/// <param name="Count">How often it was found.</param>
[GenerateSerializer, Immutable, Alias("musicgen.FileRepair")]
public sealed record FileRepair(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Sentence,
    [property: Id(2)] long Offset,
    [property: Id(3)] int Count);
