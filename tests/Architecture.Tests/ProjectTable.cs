namespace MusicGen.Architecture.Tests;

/// <summary>The table under <c>## Projects</c> of ARCHITECTURE.md: project, references, packages, what it is.</summary>
internal static class ProjectTable
{
    private const string Page = "ARCHITECTURE.md";
    private const string Heading = "## Projects";
    private const string None = "—";

    private static readonly string[] Columns = ["project", "references", "packages", "is"];

    /// <summary>A sentence for every cell that says something else than the project files; empty when they agree.</summary>
    public static IReadOnlyList<string> Differences(string page, IReadOnlyList<ProjectFile> projects)
    {
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        var table = lines.Index().SkipWhile(line => line.Item.Trim() != Heading).Skip(1)
            .SkipWhile(line => !line.Item.StartsWith('|') && !line.Item.StartsWith('#'))
            .TakeWhile(line => line.Item.StartsWith('|'))
            .Select(line => (Number: line.Index + 1, Cells: Cells(line.Item)))
            .ToList();
        if (table.Count < 2) return [$"{Page} has no table under '{Heading}'."];
        if (!table[0].Cells.SequenceEqual(Columns)) return [$"{Page}, line {table[0].Number}: the columns must be {string.Join(" | ", Columns)}."];

        var differences = new List<string>();
        var rows = new Dictionary<string, string[]>();
        foreach (var (number, cells) in table.Skip(2))
        {
            var name = cells[0];
            var project = projects.FirstOrDefault(candidate => candidate.Name == name);
            if (cells.Length != Columns.Length) differences.Add($"{Page}, line {number}, {name}: {cells.Length} cells instead of {Columns.Length}.");
            else if (!rows.TryAdd(name, cells)) differences.Add($"{Page}, line {number}: {name} has a second row.");
            else if (project is null) differences.Add($"{Page}, line {number}: there is no project src/{name}/{name}.csproj.");
            else
            {
                Compare(1, project.References);
                Compare(2, project.Packages);
                if (cells[3].Length == 0) differences.Add($"{Page}, line {number}, {name}, is: the cell is empty.");
            }

            void Compare(int column, IReadOnlyList<string> actual)
            {
                var (said, done) = (Listed(Items(cells[column])), Listed(actual));
                if (said == done) return;
                differences.Add($"{Page}, line {number}, {name}, {Columns[column]}: the page says {said}, the project {done}.");
            }
        }
        var missing = projects.Where(project => !rows.ContainsKey(project.Name));
        return [.. differences, .. missing.Select(project => $"{Page}, {Heading}: {project.Name} has no row.")];
    }

    private static string[] Cells(string line) =>
        [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())];

    private static string[] Items(string cell) => cell is None or ""
        ? []
        : cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Listed(IEnumerable<string> items) =>
        string.Join(", ", items.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? list : None;
}
