namespace MusicGen.Contracts.Sessions;

/// <summary>Asks for a tune.</summary>
/// <param name="Words">Words to compose after the primer; 1 to 4,096. Default: 128.</param>
/// <param name="Seed">0 to 2⁵³ − 1. Default: drawn at random and echoed.</param>
/// <param name="Temperature">0 (always the likeliest word) to 5. Default: 1.</param>
/// <param name="TopK">Only the k likeliest words; 0: all. Default: 0.</param>
/// <param name="TopP">Only the likeliest words that together have this probability; above 0, at most 1. Default: 0.95.</param>
/// <param name="TempoQpm">Quarter notes a minute of the MIDI file; 20 to 400. Default: 120.</param>
/// <param name="Primer">What the tune begins with. Default: the beginning of a piece.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateTune")]
public sealed record CreateTune(
    [property: Id(0)] int? Words = null,
    [property: Id(1)] long? Seed = null,
    [property: Id(2)] double? Temperature = null,
    [property: Id(3)] int? TopK = null,
    [property: Id(4)] double? TopP = null,
    [property: Id(5)] double? TempoQpm = null,
    [property: Id(6)] Primer? Primer = null);
