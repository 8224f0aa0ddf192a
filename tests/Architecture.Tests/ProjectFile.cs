using System.Xml.Linq;
using MusicGen.Tests;

namespace MusicGen.Architecture.Tests;

/// <summary>What a project file says about dependencies, under any condition.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="References">Names of the projects whose assemblies it compiles against.</param>
/// <param name="Packages">Packages that it asks for itself.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The projects of the product.</summary>
    public static IReadOnlyList<ProjectFile> Sources { get; } = Below("src");

    /// <summary>The projects of the product and its tests.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } = [.. Sources, .. Below("tests")];

    /// <summary>This project and all that it compiles against, directly or not.</summary>
    public IEnumerable<ProjectFile> Closure()
    {
        var found = new Dictionary<string, ProjectFile> { [Name] = this };
        var waiting = new Queue<ProjectFile>(found.Values);
        while (waiting.TryDequeue(out var project))
        {
            foreach (var next in All.Where(candidate => project.References.Contains(candidate.Name)))
            {
                if (found.TryAdd(next.Name, next)) waiting.Enqueue(next);
            }
        }
        return found.Values;
    }

    public static ProjectFile Parse(string path, string xml)
    {
        var elements = XDocument.Parse(xml).Descendants().ToList();
        var references = elements
            .Where(element => element.Name.LocalName == "ProjectReference" && Setting(element, "ReferenceOutputAssembly") != "false");
        var packages = elements.Where(element => element.Name.LocalName == "PackageReference");
        return new ProjectFile(
            path,
            Names(references.Select(element => System.IO.Path.GetFileNameWithoutExtension(Setting(element, "Include")?.Replace('\\', '/')))),
            Names(packages.Select(element => Setting(element, "Include"))));
    }

    private static string? Setting(XElement element, string name) =>
        (element.Attribute(name)?.Value ?? element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value)?.Trim();

    private static List<string> Names(IEnumerable<string?> names) => [.. names.OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static List<ProjectFile> Below(string folder) =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.Join(TestCorpora.Repository, folder), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Parse(RelativePath(file), File.ReadAllText(file)))
            .OrderBy(project => project.Path, StringComparer.Ordinal),
    ];

    private static string RelativePath(string file) => System.IO.Path.GetRelativePath(TestCorpora.Repository, file).Replace('\\', '/');
}
