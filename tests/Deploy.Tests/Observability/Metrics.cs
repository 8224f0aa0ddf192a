using System.Text.RegularExpressions;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests.Observability;

/// <summary>The metrics of <c>docs/metrics.md</c>, which is held to the product by tests/Silo.Tests.</summary>
internal static partial class Metrics
{
    private static readonly string[] OfHistograms = ["_bucket", "_sum", "_count"];

    private static readonly string[] Words = ["and", "or", "unless", "offset", "bool"];

    private static readonly Lazy<IReadOnlySet<string>> Names = new(Read);

    /// <summary>What a query reads that there is not. Everything in it that is neither a function nor a word of the language is taken for a metric.</summary>
    public static IEnumerable<string> UnknownIn(string query)
    {
        var bare = Grouping().Replace(Comment().Replace(Text().Replace(Matchers().Replace(query, ""), ""), ""), "");
        return Name().Matches(Duration().Replace(bare, "")).Select(match => match.Value).Where(name => !Words.Contains(name) && !Names.Value.Contains(name));
    }

    private static HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Join(TestCorpora.Repository, "docs", "metrics.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Split('|').Select(cell => cell.Trim().Trim('`')).ToArray();
            if (cells[3] == "histogram") names.UnionWith(OfHistograms.Select(suffix => cells[2] + suffix));
            else names.Add(cells[2]);
        }
        return names;
    }

    [GeneratedRegex("#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(\\\\.|[^\"])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]|\b\d+[smhdwy]\b")]
    private static partial Regex Duration();

    /// <summary>A name that no bracket follows: a function has one.</summary>
    [GeneratedRegex(@"\b[a-zA-Z_:][a-zA-Z0-9_:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
