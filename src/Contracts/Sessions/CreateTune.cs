namespace MusicGen.Contracts.Sessions;

/// <summary>Asks for a tune. The model's language decides which of the members it takes: note names have no bars, Score24 has no number of words.</summary>
/// <param name="Words">Note names only: words to compose after the primer; 1 to 4,096. Default: 128.</param>
/// <param name="Seed">0 to 2⁵³ − 1. Default: drawn at random and echoed.</param>
/// <param name="Temperature">0 (always the likeliest word) to 5. Default: 1.</param>
/// <param name="TopK">Only the k likeliest words; 0: all. Default: 0.</param>
/// <param name="TopP">Only the likeliest words that together have this probability; above 0, at most 1. Default: 0.95.</param>
/// <param name="TempoQpm">
/// Quarter notes a minute of the whole MIDI file, a primer's notes included; 20 to 400. Score24: what is composed has no other tempo, and is composed at the one
/// nearest to it that the model knows. Default: with note names 120, with Score24 what the model composes, and a primer's own.
/// </param>
/// <param name="Primer">
/// What the tune begins with, or does what <c>mode</c> says with. Default: the beginning of a piece. Its own notes need not keep to what is asked here: instruments, pitches, polyphony and
/// closeAtEnd bind composed notes only. In Score24 a primer's note lasts 16 quarters at most; longer ones are cut.
/// </param>
/// <param name="Bars">Score24 only: bars to compose after those that the primer fills; 1 to 256. Default: 16. A variation and an accompaniment have the primer's.</param>
/// <param name="Instruments">Score24 only: who may play what is composed, needed to accompany; <c>piano</c>, <c>guitar</c>, <c>bass</c>, <c>violin</c>, <c>drums</c>, or General MIDI programs such as <c>"56"</c>, from 0. Default: all that the model knows.</param>
/// <param name="LowestPitch">Score24 only: lowest composed MIDI key of all but the drums; 0 to 127. Default: 0.</param>
/// <param name="HighestPitch">Score24 only: highest composed MIDI key of all but the drums; 0 to 127. Default: 127.</param>
/// <param name="Polyphony">
/// Score24 only: the most composed notes that sound at once; 1 to 64. Drums do not count, nor do a primer's notes that still sound, so with those there can be
/// more. Default: no limit.
/// </param>
/// <param name="CloseAtEnd">Score24 only: whether every composed note ends by the end of the last bar; a primer's note may ring on beyond it. Default: true.</param>
/// <param name="Players">Score24 only: how many different instruments may play, drums not counted: the first ones that do, a primer's among them; 1 to 15. Default: 15.</param>
/// <param name="Meter">Score24 only: the meter of all composed bars, such as <c>3/4</c>, of 2/4, 3/4, 4/4, 5/4, 6/4, 7/4, 2/2, 3/8, 5/8, 6/8, 7/8, 9/8 and 12/8; a primer's last bar is ended in its own. Default: what the model composes.</param>
/// <param name="Key">
/// The key to whose scale, major or natural minor, every composed note belongs, drums aside: <c>C</c>, <c>A minor</c>, <c>F# major</c>, <c>Bbm</c>. Key signatures
/// may then be its own only. Default: any note.
/// </param>
/// <param name="Density">
/// Score24 only: about how many composed notes start in a bar, drums included; 1 to 64. There are never more, and at least half as many while the model
/// knows a later place in the bar where one can start: long notes under a low polyphony, or a bar that a primer has begun, may have fewer. Default: as it comes, 128 at most.
/// </param>
/// <param name="Mode">
/// What to do with the primer. <c>none</c>: there is none. <c>continue</c>: go on from it. <c>variation</c>: keep its shape and some of its notes, and compose the
/// others anew in their places: with note names the word; in Score24 bar, position and instrument stay, pitch, velocity and duration are the model's.
/// <c>accompany</c>, Score24 only: keep it as it is, and compose other instruments around it. Default: continue where there is a primer, else none.
/// </param>
/// <param name="Change">Variation only: with which probability each note of the primer is composed anew; 0 to 1. A note stays also where there is no other for its place: pitches of an instrument at one moment rise, and range and key may leave too few. Default: 0.5.</param>
/// <param name="Variations">How many tunes to compose side by side from the same beginning; 1 to 8. Each draws random numbers of its own, and the first is what asking for one alone would give. Default: 1.</param>
/// <param name="ExpiresAfterSeconds">After how long of waiting and composing the tune is given up; 10 to 86,400. Default: 3,600.</param>
/// <param name="MinP">Only words at least so likely as this share of the likeliest one; 0 (all) to 1. Default: 0.</param>
/// <param name="RepetitionPenalty">
/// A word that would go on with a run of words that the tune or its primer had before becomes less likely by this many nats (20: next to never) for each word by
/// which the run is then longer than <paramref name="RepetitionLength"/>; 0 to 20. Default: 0, repeat as the model likes.
/// </param>
/// <param name="RepetitionLength">Words that may repeat freely; 1 to 1,024. Default: with note names 8, with Score24, where a note takes some five words, 48.</param>
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
    [property: Id(13)] int? Players = null,
    [property: Id(14)] string? Meter = null,
    [property: Id(15)] string? Key = null,
    [property: Id(16)] int? Density = null,
    [property: Id(17)] TuneMode? Mode = null,
    [property: Id(18)] double? Change = null,
    [property: Id(19)] int? Variations = null,
    [property: Id(20)] int? ExpiresAfterSeconds = null,
    [property: Id(21)] double? MinP = null,
    [property: Id(22)] double? RepetitionPenalty = null,
    [property: Id(23)] int? RepetitionLength = null)
{
    /// <summary>As many variations as a tune may have.</summary>
    public const int MostVariations = 8;
}
