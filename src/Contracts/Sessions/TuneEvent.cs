namespace MusicGen.Contracts.Sessions;

/// <summary>A bar of a tune as it is composed, with note names up to 16 words; or, last, how the tune ended.</summary>
/// <remarks>
/// The events of a tune have one order: bar b of every variation, by number, before bar b + 1 of any; a variation that has ended is passed over. They depend on
/// nothing but the tune's settings and its model, so a sequence number always names the same event. A tune that did not succeed has only its end for whoever comes later.
/// </remarks>
/// <param name="Sequence">1 for the first, counted over all variations.</param>
/// <param name="Phase">Running, or how the tune ended.</param>
/// <param name="Words">Empty at the end.</param>
/// <param name="Variation">Whose words they are; null at the end.</param>
/// <param name="Bar">Score24: which bar of the variation, its primer's counted; the first one may be the rest of a bar that the primer began. Null with note names and at the end.</param>
/// <param name="Index">Index of the first word in the variation, primer not counted; null at the end.</param>
/// <param name="Notes">Score24: notes that begin in these words; null with note names and at the end.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneEvent")]
public sealed record TuneEvent(
    [property: Id(3)] long Sequence,
    [property: Id(2)] TunePhase Phase,
    [property: Id(1)] IReadOnlyList<string> Words,
    [property: Id(4)] int? Variation = null,
    [property: Id(5)] int? Bar = null,
    [property: Id(0)] int? Index = null,
    [property: Id(6)] int? Notes = null)
{
    /// <summary>The word of Score24 that begins a bar: clients count it, and know nothing else of the language.</summary>
    public const string BarWord = "Bar";
}
