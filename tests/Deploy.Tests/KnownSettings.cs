using System.Text.RegularExpressions;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests;

/// <summary>The settings of the service, as its sources have them.</summary>
internal static partial class KnownSettings
{
    /// <summary>Those of .NET, which the service does not read itself.</summary>
    private static readonly string[] OfTheHost = ["Logging:Console", "Logging:LogLevel"];

    public static IReadOnlySet<string> Written { get; } = new HashSet<string>(Read(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an environment variable is a setting of the service.</summary>
    public static bool Has(string variable)
    {
        var parts = variable.Split("__");
        if (parts.Length < 2) return false;
        var setting = $"{parts[0]}:{parts[1]}";
        return Written.Contains(setting) || OfTheHost.Contains(setting);
    }

    private static IEnumerable<string> Read() =>
        from file in Directory.EnumerateFiles(Path.Join(TestCorpora.Repository, "src"), "*.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        let section = Section().Match(text)
        where section.Success
        from Match property in Property().Matches(text)
        select $"{section.Groups["name"].Value}:{property.Groups["name"].Value}";

    [GeneratedRegex("""const string Section = "(?<name>\w+)";""")]
    private static partial Regex Section();

    [GeneratedRegex(@"public [\w<>?]+ (?<name>\w+) \{ get; set; \}")]
    private static partial Regex Property();
}
