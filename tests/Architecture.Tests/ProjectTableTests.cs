using MusicGen.Tests;

namespace MusicGen.Architecture.Tests;

public sealed class ProjectTableTests
{
    private static readonly ProjectFile[] Two =
    [
        new("src/Learning/Learning.csproj", ["Inference", "Music"], ["TorchSharp"]),
        new("src/Music/Music.csproj", [], []),
    ];

    [Fact]
    public void Architecture_ProjectTable_SaysWhatTheProjectFilesSay() =>
        Assert.Empty(ProjectTable.Differences(File.ReadAllText(Path.Join(TestCorpora.Repository, "ARCHITECTURE.md")), ProjectFile.Sources));

    [Fact]
    public void Differences_TableThatAgrees_AreNone() =>
        Assert.Empty(ProjectTable.Differences(Page("| `Learning` | Music, Inference | `TorchSharp` | the network |", "| `Music` | — | — | scores |"), Two));

    [Fact]
    public void Differences_CellsThatDiffer_AreNamed()
    {
        var page = Page("| `Learning` | Music | — | the network |", "| `Music` | — | NodaTime | |");

        Assert.Equal(
            [
                "ARCHITECTURE.md, line 7, Learning, references: the page says Music, the project Inference, Music.",
                "ARCHITECTURE.md, line 7, Learning, packages: the page says —, the project TorchSharp.",
                "ARCHITECTURE.md, line 8, Music, packages: the page says NodaTime, the project —.",
                "ARCHITECTURE.md, line 8, Music, is: the cell is empty.",
            ],
            ProjectTable.Differences(page, Two));
    }

    [Fact]
    public void Differences_RowsThatDiffer_AreNamed()
    {
        var page = Page("| `Music` | — | — | scores |", "| `Music` | — | — | again |", "| `Gone` | — | — | past |", "| `Short` | — |");

        Assert.Equal(
            [
                "ARCHITECTURE.md, line 8: Music has a second row.",
                "ARCHITECTURE.md, line 9: there is no project src/Gone/Gone.csproj.",
                "ARCHITECTURE.md, line 10, Short: 2 cells instead of 4.",
                "ARCHITECTURE.md, ## Projects: Learning has no row.",
            ],
            ProjectTable.Differences(page, Two));
    }

    [Theory]
    [InlineData("# Architecture", "ARCHITECTURE.md has no table under '## Projects'.")]
    [InlineData("## Projects\n\n## Next\n\n| a | b |\n|---|---|", "ARCHITECTURE.md has no table under '## Projects'.")]
    [InlineData("## Projects\n\n| project | is |\n|---|---|", "ARCHITECTURE.md, line 3: the columns must be project | references | packages | is.")]
    public void Differences_NoSuchTable_AreOneSentence(string page, string expected) =>
        Assert.Equal([expected], ProjectTable.Differences(page, Two));

    [Fact]
    public void Parse_ProjectFile_GivesWhatItCompilesAgainst()
    {
        const string Xml = """
            <Project>
              <ItemGroup>
                <PackageReference Include="B" Condition="'$(X)' == ''" />
                <PackageReference Include="A" />
                <ProjectReference Include="..\Music\Music.csproj" />
                <ProjectReference Include="../Trainer/Trainer.csproj" ReferenceOutputAssembly="false" />
                <ProjectReference Include="../Cli/Cli.csproj"><ReferenceOutputAssembly>false</ReferenceOutputAssembly></ProjectReference>
              </ItemGroup>
            </Project>
            """;

        var project = ProjectFile.Parse("src/Silo/Silo.csproj", Xml);

        Assert.Equal("Silo", project.Name);
        Assert.Equal(["Music"], project.References);
        Assert.Equal(["A", "B"], project.Packages);
    }

    private static string Page(params string[] rows) =>
        string.Join('\n', ["# Architecture", "", "## Projects", "", "| project | references | packages | is |", "|---|---|---|---|", .. rows, "", "After."]);
}
