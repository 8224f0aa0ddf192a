using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Sessions;

/// <summary>A tune's settings, all resolved: the same settings and model give the same bytes.</summary>
/// <param name="Words">Words to compose after the primer, in a variation its own; null where bars are counted.</param>
/// <param name="Seed">Of the random numbers.</param>
/// <param name="Temperature">0: always the likeliest word.</param>
/// <param name="TopK">0: all words.</param>
/// <param name="TopP">1: all words.</param>
/// <param name="TempoQpm">Quarter notes a minute; null: what the model composes.</param>
/// <param name="Primer">The primer's words. In a summary none: it says how many there are, and the tune's record has them.</param>
/// <param name="Constraints">Of a Score24 tune; null with note names.</param>
/// <param name="Mode">What the tune does with the primer.</param>
/// <param name="Change">With which probability a variation composes a note of the primer anew; null for other modes.</param>
/// <param name="Key">Of what is composed, such as <c>A minor</c>; null: any.</param>
/// <param name="Variations">How many are composed side by side; what one becomes does not depend on how many there are.</param>
/// <param name="ExpiresAfterSeconds">After how long of waiting and composing the tune is given up.</param>
/// <param name="MinP">0: all words.</param>
/// <param name="RepetitionPenalty">Nats for each word of a run that is too long; 0: none.</param>
/// <param name="RepetitionLength">Words that may repeat freely.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneSettings")]
public sealed record TuneSettings(
    [property: Id(0)] int? Words,
    [property: Id(1)] long Seed,
    [property: Id(2)] double Temperature,
    [property: Id(3)] int TopK,
    [property: Id(4)] double TopP,
    [property: Id(5)] double? TempoQpm,
    [property: Id(6)] IReadOnlyList<string> Primer,
    [property: Id(7)] TuneConstraints? Constraints = null,
    [property: Id(8)] TuneMode Mode = TuneMode.None,
    [property: Id(9)] double? Change = null,
    [property: Id(10)] string? Key = null,
    [property: Id(11)] int Variations = 1,
    [property: Id(12)] int ExpiresAfterSeconds = 3600,
    [property: Id(13)] double MinP = 0,
    [property: Id(14)] double RepetitionPenalty = 0,
    [property: Id(15)] int RepetitionLength = 48)
{
    /// <summary>The words that the tune has before the first composed one: the primer, but none of a variation or an accompaniment, whose rules tell it as they go.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Prefix => Mode is TuneMode.Variation or TuneMode.Accompany ? [] : Primer;
}
