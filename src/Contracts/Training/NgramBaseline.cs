namespace MusicGen.Contracts.Training;

/// <summary>What an n-gram that was counted on the training split loses on the held-out one: what a network must do better than.</summary>
/// <param name="Order">Words that the best n-gram looks at, the predicted one included.</param>
/// <param name="HeldOut">Nats a token.</param>
/// <param name="HeldOutPerNote">Nats a note, the ends of the pieces left out.</param>
/// <param name="TrainTokens">Tokens that it was counted on; of large collections the first pieces only.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NgramBaseline")]
public sealed record NgramBaseline(
    [property: Id(0)] int Order,
    [property: Id(1)] double HeldOut,
    [property: Id(2)] double? HeldOutPerNote,
    [property: Id(3)] long TrainTokens);
