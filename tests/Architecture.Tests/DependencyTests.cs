using System.Text.RegularExpressions;
using MusicGen.Tests;

namespace MusicGen.Architecture.Tests;

public sealed partial class DependencyTests
{
    /// <summary>The serializer of the contracts and the generator for it: neither has a silo or a client in it.</summary>
    private static readonly string[] SerializerAlone = ["Microsoft.Orleans.Serialization", "Microsoft.Orleans.CodeGenerator"];

    public static TheoryData<string> Projects { get; } = [.. ProjectFile.All.Select(project => project.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfAnyProject_LeadToNoCycle(string path)
    {
        var project = Find(path);

        var below = project.Closure().Where(other => other.Name != project.Name);
        Assert.All(below, other => Assert.DoesNotContain(other.Closure(), back => back.Name == project.Name));
    }

    // A native crash in libtorch must kill one worker and no grain; the contracts' serializer starts nothing.
    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_OfAnyProject_AreNotBothTorchAndOrleans(string path)
    {
        var packages = Find(path).Closure().SelectMany(project => project.Packages).ToList();
        var torch = packages.Where(package => package.Contains("torch", StringComparison.OrdinalIgnoreCase));
        var orleans = packages.Where(package => package.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal) && !SerializerAlone.Contains(package));

        Assert.False(torch.Any() && orleans.Any(), $"{path} brings {string.Join(", ", torch)} and {string.Join(", ", orleans)} together.");
    }

    [Fact]
    public void References_OfTheProduct_StayWithinIt()
    {
        var product = ProjectFile.Sources.Select(source => source.Name).ToHashSet();

        Assert.All(ProjectFile.Sources, project => Assert.Subset(product, project.References.ToHashSet()));
    }

    [Fact]
    public void Solution_Projects_AreThoseInTheFolders()
    {
        var solution = File.ReadAllText(Path.Join(TestCorpora.Repository, "MusicGen.sln"));

        var listed = ProjectPath().Matches(solution).Select(match => match.Value.Replace('\\', '/')).Order(StringComparer.Ordinal);

        Assert.Equal(ProjectFile.All.Select(project => project.Path).Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_OfAnyProject_HasItsName(string path) => Assert.Matches("^(src|tests)/([^/]+)/\\2[.]csproj$", path);

    private static ProjectFile Find(string path) => ProjectFile.All.Single(project => project.Path == path);

    [GeneratedRegex("""(?<=")[^"]+[.]csproj(?=")""")]
    private static partial Regex ProjectPath();
}
