using System.Text.RegularExpressions;

namespace MusicGen.Architecture.Tests;

/// <summary>What can be checked of the rules in CONTRIBUTING.md by reading; each test lists every place that breaks one.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    private const string Declaration =
        @"((static|sealed|abstract|readonly|ref|unsafe|new|partial|file)\s+)*" +
        @"(class|struct|interface|enum|record(\s+(class|struct))?|delegate\s+\S+)\s+(?<name>[A-Z]\w*)";

    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl", "Processor", "Data", "Info", "Dto"];

    [Fact]
    public void Namespace_OfAnyFile_IsProjectAndFolder()
    {
        var wrong =
            from file in SourceFile.Product
            where file.Name != "Program.cs"
            let expected = $"namespace MusicGen.{string.Join('.', file.Path.Split('/')[1..^1])};"
            let actual = string.Join(' ', file.Lines.Where(line => line.StartsWith("namespace ", StringComparison.Ordinal)))
            where actual != expected
            select $"{file.Path}: '{actual}' instead of '{expected}'";

        Assert.Empty(wrong);
    }

    [Fact]
    public void PublicTypes_OfAnyFile_AreOneNamedAfterIt()
    {
        var wrong =
            from file in SourceFile.Product
            let types = Names(file, PublicType()).ToList()
            where types.Count > 1 || types.Any(type => type != file.Name.Split('.')[0])
            select $"{file.Path}: {string.Join(", ", types)}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void TypeNames_OfAnyFile_HaveNoEmptyWords()
    {
        var wrong =
            from file in SourceFile.All
            where file.IsSharp
            from type in Names(file, AnyType())
            where HasEmptyWord(type)
            select $"{file.Path}: {type}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Lines_OfAnyFile_AreNotTooMany() =>
        Assert.Empty(SourceFile.All.Where(file => file.IsCode && file.Lines.Length > LongestFile).Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void Comments_OfAnyFile_PromiseNothing()
    {
        var promises =
            from file in SourceFile.All
            from line in file.Lines.Index()
            where Promise().IsMatch(line.Item)
            select $"{file.Path}, line {line.Index + 1}: {line.Item.Trim()}";

        Assert.Empty(promises);
    }

    [Theory]
    [InlineData("Dataset", false)]
    [InlineData("DatabaseReader", false)]
    [InlineData("Information", false)]
    [InlineData("TrackInfo", true)]
    [InlineData("DataSplit", true)]
    [InlineData("IBaseStore", true)]
    [InlineData("MIDIManager", true)]
    public void HasEmptyWord_OfATypeName_FindsItWhole(string type, bool isEmpty) => Assert.Equal(isEmpty, HasEmptyWord(type));

    [Theory]
    [InlineData("public sealed record Ticks(long Value);", "Ticks")]
    [InlineData("public readonly record struct Ticks(long Value);", "Ticks")]
    [InlineData("    internal static partial class Log", "Log")]
    [InlineData("    private delegate int Fill(int count);", "Fill")]
    [InlineData("// a class Apart", "")]
    [InlineData("    return class Apart", "")]
    public void AnyType_OfALine_IsItsDeclaration(string line, string name) =>
        Assert.Equal(name, AnyType().Match(line).Groups["name"].Value);

    private static bool HasEmptyWord(string type) => Word().Matches(type).Any(word => EmptyWords.Contains(word.Value));

    private static IEnumerable<string> Names(SourceFile file, Regex declaration) =>
        file.Lines.Select(line => declaration.Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("^public " + Declaration)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*((public|internal|private|protected)\s+)*" + Declaration)]
    private static partial Regex AnyType();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    // The words are put together here so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + @"ME)\b")]
    private static partial Regex Promise();
}
