namespace MusicGen.Inference.Tokens;

/// <summary>What a tokenizer made of a piece.</summary>
/// <param name="Words">None where it is left out.</param>
/// <param name="Omission">Why it is left out; null where it is not.</param>
public sealed record TokenizedPiece(IReadOnlyList<string> Words, OmissionReason? Omission)
{
    public static TokenizedPiece Omitted(OmissionReason reason) => new([], reason);

    /// <summary>A piece with these words; without any it is left out for that reason.</summary>
    public static TokenizedPiece Of(IReadOnlyList<string> words, OmissionReason whenNone) => words.Count > 0 ? new(words, null) : Omitted(whenNone);
}
