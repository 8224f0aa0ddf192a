using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests.Docker;

public sealed partial class DockerfileTests
{
    public static TheoryData<string> Files { get; } = ["web.Dockerfile", "train.Dockerfile"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Faults_OfOurFiles_AreNone(string file) => Assert.Empty(Faults(DeployFiles.Text("docker", file)));

    [Theory]
    [InlineData("USER 1654:1654", "USER root", "ends as root")]
    [InlineData("USER 1654:1654", "USER app", "ends as root, or as somebody without a number")]
    [InlineData("aspnet:10.0.12-noble AS", "aspnet:latest AS", "has no version")]
    [InlineData("aspnet:10.0.12-noble AS", "aspnet AS", "has no version")]
    [InlineData("/livez", "/", "is not asked whether it lives")]
    [InlineData("sdk:10.0.401-noble", "sdk:10.0.100-noble", "is built by another SDK")]
    [InlineData("ENTRYPOINT [\"/app/MusicGen.Silo\"]", "ENTRYPOINT /app/MusicGen.Silo", "has a shell between it and its signals")]
    [InlineData(" AS build", "", "is not built in a stage of its own")]
    public void Faults_OfASpoiltFile_AreFound(string what, string with, string fault)
    {
        var text = DeployFiles.Text("docker", "web.Dockerfile");
        Assert.Contains(what, text, StringComparison.Ordinal);

        Assert.Contains(Faults(text.Replace(what, with, StringComparison.Ordinal)), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Web_HasNoLibtorch_AndTrainHasThatOfCuda()
    {
        Assert.Contains("-p:TorchBackend=none", DeployFiles.Text("docker", "web.Dockerfile"), StringComparison.Ordinal);
        var train = DeployFiles.Text("docker", "train.Dockerfile");
        Assert.Contains("ARG TORCH_BACKEND=cuda\n", train, StringComparison.Ordinal);
        Assert.Contains("-p:TorchBackend=${TORCH_BACKEND}", train, StringComparison.Ordinal);
        Assert.Matches("ARG RUNTIME=nvidia/cuda:[0-9.]+-", train);
    }

    [Fact]
    public void Context_HasWhatTheBuildNeeds()
    {
        var kept = File.ReadLines(Path.Join(TestCorpora.Repository, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.Superset(new HashSet<string> { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "build", "src" }, kept.ToHashSet());
        Assert.All(kept, path => Assert.True(Path.Exists(Path.Join(TestCorpora.Repository, path)), path));
    }

    private static IEnumerable<string> Faults(string text)
    {
        var lines = text.Split('\n').Where(line => !line.StartsWith('#')).ToList();
        var stages = From().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
        if (!stages.Contains("build") || stages.Count < 2) yield return "It is not built in a stage of its own.";
        var arguments = Argument().Matches(text).ToDictionary(match => "${" + match.Groups["name"].Value + "}", match => match.Groups["value"].Value);
        foreach (var image in From().Matches(text).Select(match => match.Groups["image"].Value).Select(image => arguments.GetValueOrDefault(image, image)))
        {
            if (!Version().IsMatch(image)) yield return $"{image} has no version.";
        }
        var sdk = $"{JsonNode.Parse(File.ReadAllText(Path.Join(TestCorpora.Repository, "global.json")))!["sdk"]!["version"]}";
        if (!text.Contains($"/sdk:{sdk}-", StringComparison.Ordinal)) yield return $"It is built by another SDK than {sdk}.";
        if (lines.LastOrDefault(line => line.StartsWith("USER ", StringComparison.Ordinal)) is not { } user || !Numbered().IsMatch(user)) yield return "It ends as root, or as somebody without a number.";
        if (!text.Contains("HEALTHCHECK", StringComparison.Ordinal) || !text.Contains("GET /livez ", StringComparison.Ordinal)) yield return "It is not asked whether it lives.";
        if (!lines.Exists(line => line.StartsWith("ENTRYPOINT [\"", StringComparison.Ordinal))) yield return "It has a shell between it and its signals.";
    }

    [GeneratedRegex(@"^FROM (?<image>\S+)( AS (?<name>\S+))?$", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^ARG (?<name>\w+)=(?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Argument();

    [GeneratedRegex(@":\d+[.]\d+[.]\d+")]
    private static partial Regex Version();

    [GeneratedRegex("^USER [1-9][0-9]*(:[1-9][0-9]*)?$")]
    private static partial Regex Numbered();
}
