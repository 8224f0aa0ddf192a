namespace MusicGen.Contracts.Accounts;

/// <summary>Names of owners. They are the first part of grain keys and of blobs' paths.</summary>
public static class OwnerName
{
    /// <summary>The rule, for messages that begin with "an owner's name has".</summary>
    public const string Rule = "1 to 64 lower-case letters, digits and hyphens, and does not start with a hyphen";

    /// <summary>The one owner of a service without sign-in.</summary>
    public const string Embedded = "local";

    /// <summary>Whoever signs in with an operator's key from the settings.</summary>
    public const string Operator = "operator";

    private const int MaxLength = 64;

    /// <summary>Whether somebody may be called so.</summary>
    public static bool IsValid(string? owner) =>
        owner is { Length: > 0 and <= MaxLength } && owner[0] != '-' && owner.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
