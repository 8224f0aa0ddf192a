using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Datasets;

/// <summary>How pieces become words: the language, and its settings under the language's name.</summary>
/// <param name="Kind">The language. Default: <c>score24</c>.</param>
/// <param name="Score24">With that kind only. Default: exact programs.</param>
/// <param name="NoteNames">With the kind <c>notenames</c> only. Default: all pitched parts.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TokenizerSettings")]
public sealed record TokenizerSettings(
    [property: Id(0)] TokenizerKind Kind = TokenizerKind.Score24,
    [property: Id(1)] Score24Settings? Score24 = null,
    [property: Id(2), JsonPropertyName("notenames")] NoteNamesSettings? NoteNames = null)
{
    private const int MaxToleranceDivisor = 64;

    /// <summary>The language's name with its version, as in <see cref="Training.ModelCard.Tokenizer"/>.</summary>
    [JsonIgnore]
    public string Name => Kind == TokenizerKind.Score24 ? "score24/1" : "note-names/1";

    /// <summary>The same with every setting said: settings of equal meaning become equal.</summary>
    public TokenizerSettings Resolved() => Kind == TokenizerKind.Score24
        ? new TokenizerSettings(Kind, Score24: Score24 ?? new Score24Settings())
        : new TokenizerSettings(Kind, NoteNames: NoteNames ?? new NoteNamesSettings());

    /// <summary>Every fault of these settings, each naming its field; empty when they can be used.</summary>
    public IReadOnlyList<Problem> Faults()
    {
        var faults = new List<Problem>();
        if (Score24 is not null && Kind != TokenizerKind.Score24) faults.Add(OfAnotherKind("tokenizer.score24", "score24"));
        if (NoteNames is not null && Kind != TokenizerKind.NoteNames) faults.Add(OfAnotherKind("tokenizer.notenames", "notenames"));
        if (NoteNames is { ToleranceDivisor: < 1 or > MaxToleranceDivisor })
            faults.Add(new Problem(ProblemKind.Invalid, "option-out-of-range", $"toleranceDivisor must be 1 to {MaxToleranceDivisor}.", "tokenizer.notenames.toleranceDivisor"));
        return faults;
    }

    private static Problem OfAnotherKind(string field, string kind) =>
        new(ProblemKind.Invalid, "tokenizer-settings-of-another-kind", $"{field} goes with the tokenizer's kind {kind}: say that kind or leave it out.", field);
}
