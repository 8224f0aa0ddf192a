namespace MusicGen.Contracts.Sessions;

/// <summary>Words of a tune as they are composed.</summary>
/// <param name="Index">Index of the first word, primer not counted; at the end, the number of words.</param>
/// <param name="Words">Empty at the end.</param>
/// <param name="Phase">Running, or how it ended.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneEvent")]
public sealed record TuneEvent(
    [property: Id(0)] int Index,
    [property: Id(1)] IReadOnlyList<string> Words,
    [property: Id(2)] TunePhase Phase);
