using MusicGen.Cli.Terminal;

namespace MusicGen.Cli.Corpora;

/// <summary>A file that is not in the corpus.</summary>
/// <param name="Name">As it was uploaded, or would have been.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Offset">The byte at which reading failed.</param>
internal sealed record RejectedFile(string Name, string Reason, long? Offset = null)
{
    /// <summary>A reason with its place.</summary>
    public static string Describe(string? reason, long? offset) => $"{reason}{(offset is { } at ? $" (byte {at:N0})" : "")}";

    public override string ToString() => VisibleText.Of($"{Name}: {Describe(Reason, Offset)}");
}
