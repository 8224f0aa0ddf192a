namespace MusicGen.Contracts.Training;

/// <summary>The names of pools: sets of training nodes with a queue of their own.</summary>
public static class PoolName
{
    /// <summary>The pool of nodes and sessions that name none.</summary>
    public const string Default = "default";

    private const int MaxLength = 40;

    /// <summary>What a name must be, for messages.</summary>
    public static string Rule { get; } = $"1 to {MaxLength} lower-case letters, digits and hyphens";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
