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
/// <param name="LeftOut">Files that have nothing to learn from in this language.</param>
/// <param name="LeftOutReason">Why they are left out: a sentence for each reason, with their number and the first one's name.</param>
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
    [property: Id(8)] string? Reason = null,
    [property: Id(9)] int LeftOut = 0,
    [property: Id(10)] string? LeftOutReason = null);
