namespace MusicGen.Contracts.Sessions;

/// <summary>A tune's settings, all resolved: the same settings and model give the same bytes.</summary>
/// <param name="Words">Words to compose after the primer; null where bars are counted.</param>
/// <param name="Seed">Of the random numbers.</param>
/// <param name="Temperature">0: always the likeliest word.</param>
/// <param name="TopK">0: all words.</param>
/// <param name="TopP">1: all words.</param>
/// <param name="TempoQpm">Quarter notes a minute; null: what the model composes.</param>
/// <param name="Primer">The primer's words.</param>
/// <param name="Constraints">Of a Score24 tune; null with note names.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneSettings")]
public sealed record TuneSettings(
    [property: Id(0)] int? Words,
    [property: Id(1)] long Seed,
    [property: Id(2)] double Temperature,
    [property: Id(3)] int TopK,
    [property: Id(4)] double TopP,
    [property: Id(5)] double? TempoQpm,
    [property: Id(6)] IReadOnlyList<string> Primer,
    [property: Id(7)] TuneConstraints? Constraints = null);
