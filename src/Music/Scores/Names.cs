using System.Text;

namespace MusicGen.Music.Scores;

/// <summary>Names as a score keeps them: every one can be written as UTF-8 and comes back the same.</summary>
internal static class Names
{
    /// <summary>Null for no name or an empty one; an unpaired surrogate becomes U+FFFD.</summary>
    public static string? Normal(string? name) => string.IsNullOrEmpty(name) ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
}
