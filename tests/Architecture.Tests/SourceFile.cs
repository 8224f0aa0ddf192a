using MusicGen.Tests;

namespace MusicGen.Architecture.Tests;

/// <summary>A file that people wrote.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Lines">Without their ends.</param>
internal sealed record SourceFile(string Path, string[] Lines)
{
    private static readonly string[] Written = [".cs", ".csproj", ".props", ".targets", ".js", ".css", ".html", ".sh", ".yml", ".yaml", ".md"];

    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsCode => System.IO.Path.GetExtension(Path) is ".cs" or ".js" or ".css" or ".html";

    public bool IsSharp => System.IO.Path.GetExtension(Path) is ".cs";

    /// <summary>Of the product and its tests.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Below("src"), .. Below("tests")];

    /// <summary>The C# of the product.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } =
        [.. All.Where(file => file.IsSharp && file.Path.StartsWith("src/", StringComparison.Ordinal))];

    private static IEnumerable<SourceFile> Below(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.Join(TestCorpora.Repository, folder), "*", SearchOption.AllDirectories)
            .Where(file => Written.Contains(System.IO.Path.GetExtension(file)) && !RelativePath(file).Contains("/node_modules/", StringComparison.Ordinal))
            .Select(file => new SourceFile(RelativePath(file), File.ReadAllLines(file)))
            .OrderBy(file => file.Path, StringComparer.Ordinal);

    private static string RelativePath(string file) => System.IO.Path.GetRelativePath(TestCorpora.Repository, file).Replace('\\', '/');
}
