namespace MusicGen.Contracts.Sessions;

/// <summary>One of the tunes that a request asked for.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="WordsDone">Words composed so far.</param>
/// <param name="BarsDone">Score24: whole bars composed so far; with note names 0.</param>
/// <param name="Notes">Notes when it is finished.</param>
/// <param name="DurationSeconds">Its length when it is finished and played.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneVariation")]
public sealed record TuneVariation(
    [property: Id(0)] int Number,
    [property: Id(1)] int WordsDone = 0,
    [property: Id(2)] int BarsDone = 0,
    [property: Id(3)] int Notes = 0,
    [property: Id(4)] double DurationSeconds = 0);
