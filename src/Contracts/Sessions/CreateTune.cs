namespace MusicGen.Contracts.Sessions;

/// <summary>Asks for a tune. The model's language decides which of the members it takes: note names have no bars, Score24 has no number of words.</summary>
/// <param name="Words">Note names only: words to compose after the primer; 1 to 4,096. Default: 128.</param>
/// <param name="Seed">0 to 2⁵³ − 1. Default: drawn at random and echoed.</param>
/// <param name="Temperature">0 (always the likeliest word) to 5. Default: 1.</param>
/// <param name="TopK">Only the k likeliest words; 0: all. Default: 0.</param>
/// <param name="TopP">Only the likeliest words that together have this probability; above 0, at most 1. Default: 0.95.</param>
/// <param name="TempoQpm">Quarter notes a minute of the MIDI file; 20 to 400. Default: with note names 120, with Score24 what the model composes.</param>
/// <param name="Primer">
/// What the tune begins with. Default: the beginning of a piece. Its own notes need not keep to what is asked here: instruments, pitches, polyphony and
/// closeAtEnd bind composed notes only. In Score24 a primer's note lasts 16 quarters at most; longer ones are cut.
/// </param>
/// <param name="Bars">Score24 only: bars to compose after those that the primer fills; 1 to 256. Default: 16.</param>
/// <param name="Instruments">Score24 only: who may play what is composed; <c>piano</c>, <c>guitar</c>, <c>bass</c>, <c>violin</c>, <c>drums</c>, or General MIDI programs such as <c>"56"</c>, from 0. Default: all that the model knows.</param>
/// <param name="LowestPitch">Score24 only: lowest composed MIDI key of all but the drums; 0 to 127. Default: 0.</param>
/// <param name="HighestPitch">Score24 only: highest composed MIDI key of all but the drums; 0 to 127. Default: 127.</param>
/// <param name="Polyphony">
/// Score24 only: the most composed notes that sound at once; 1 to 64. Drums do not count, nor do a primer's notes that still sound, so with those there can be
/// more. Default: no limit.
/// </param>
/// <param name="CloseAtEnd">Score24 only: whether every composed note ends by the end of the last bar; a primer's note may ring on beyond it. Default: true.</param>
/// <param name="Players">Score24 only: how many different instruments may play, drums not counted: the first ones that do, a primer's among them; 1 to 15. Default: 15.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateTune")]
public sealed record CreateTune(
    [property: Id(0)] int? Words = null,
    [property: Id(1)] long? Seed = null,
    [property: Id(2)] double? Temperature = null,
    [property: Id(3)] int? TopK = null,
    [property: Id(4)] double? TopP = null,
    [property: Id(5)] double? TempoQpm = null,
    [property: Id(6)] Primer? Primer = null,
    [property: Id(7)] int? Bars = null,
    [property: Id(8)] IReadOnlyList<string>? Instruments = null,
    [property: Id(9)] int? LowestPitch = null,
    [property: Id(10)] int? HighestPitch = null,
    [property: Id(11)] int? Polyphony = null,
    [property: Id(12)] bool? CloseAtEnd = null,
    [property: Id(13)] int? Players = null);
