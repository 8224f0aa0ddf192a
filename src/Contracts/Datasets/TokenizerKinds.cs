namespace MusicGen.Contracts.Datasets;

/// <summary>The kinds of tokenizers by the names that people type.</summary>
public static class TokenizerKinds
{
    /// <summary>The one that is used when none is named.</summary>
    public const string Default = "score24";

    /// <summary>Every name, as in JSON.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<TokenizerKind>().Select(NameOf)];

    public static string NameOf(TokenizerKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind of that name.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="Names"/>.</exception>
    public static TokenizerKind Parse(string name) => Enum.Parse<TokenizerKind>(name, ignoreCase: true);
}
