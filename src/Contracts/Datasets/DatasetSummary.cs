namespace MusicGen.Contracts.Datasets;

/// <summary>A corpus frozen for training.</summary>
/// <param name="Hash">Its name: the hash of its recipe.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Pieces">Number of pieces.</param>
/// <param name="VocabularySize">Number of words, special ones included.</param>
/// <param name="VocabularyHash">Hash of the vocabulary.</param>
/// <param name="TrainTokens">Tokens to learn from.</param>
/// <param name="ValidationTokens">Held-out tokens for validation.</param>
/// <param name="TestTokens">Held-out tokens for the end.</param>
/// <param name="Reason">Why it failed.</param>
[GenerateSerializer, Immutable, Alias("musicgen.DatasetSummary")]
public sealed record DatasetSummary(
    [property: Id(0)] string Hash,
    [property: Id(1)] DatasetPhase Phase,
    [property: Id(2)] int Pieces = 0,
    [property: Id(3)] int VocabularySize = 0,
    [property: Id(4)] string? VocabularyHash = null,
    [property: Id(5)] int TrainTokens = 0,
    [property: Id(6)] int ValidationTokens = 0,
    [property: Id(7)] int TestTokens = 0,
    [property: Id(8)] string? Reason = null);
