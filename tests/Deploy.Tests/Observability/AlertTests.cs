using System.Text.Json.Nodes;
using MusicGen.Deploy.Tests.Kubernetes;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests.Observability;

public sealed class AlertTests
{
    private const string Hint = "install Debian's package prometheus to have alerts checked";

    private static readonly IReadOnlyList<JsonNode> Rules = [.. DeployFiles.Documents(DeployFiles.Text("observability", "alerts.yml")).Single()["groups"]!.AsArray()
        .SelectMany(group => group!["rules"]!.AsArray())!];

    private static string Folder => DeployFiles.PathOf("observability");

    [Fact]
    public void Alerts_ReadMetricsThatThereAre() => Assert.All(Rules, rule => Assert.Empty(Metrics.UnknownIn($"{rule["expr"]}")));

    [Fact]
    public void Scaling_ReadsMetricsThatThereAre()
    {
        var scaler = DeployFiles.Documents(DeployFiles.Text("kubernetes", "overlays", "gpu", "train-scaling.yaml")).Single();

        Assert.All(Manifest.Items(scaler["spec"]!["triggers"]), trigger => Assert.Empty(Metrics.UnknownIn($"{trigger["metadata"]!["query"]}")));
    }

    [Fact]
    public void Alerts_SayHowBadWhatAndWhatToDo() => Assert.All(Rules, rule =>
    {
        Assert.Matches("^(info|warning|critical)$", $"{rule["labels"]!["severity"]}");
        Assert.Matches("^[0-9]+[mh]$", $"{rule["for"]}");
        Assert.Matches(@"^.{15,}\.$", $"{rule["annotations"]!["summary"]}");
        Assert.Matches(@"^.{50,}\.$", $"{rule["annotations"]!["description"]}");
        Assert.Equal($"docs/operations.md#{$"{rule["alert"]}".ToLowerInvariant()}", $"{rule["annotations"]!["runbook_url"]}");
    });

    [Fact]
    public void Alerts_AreExplainedInTheOperationsPage()
    {
        var headings = File.ReadLines(Path.Join(TestCorpora.Repository, "docs", "operations.md")).Where(line => line.StartsWith("### MusicGen", StringComparison.Ordinal)).Select(line => line[4..]);

        Assert.Equal(Rules.Select(rule => $"{rule["alert"]}").Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Alerts_AreEachTriedOnceWhereTheyComeAndOnceWhereTheyDoNot()
    {
        var tries = DeployFiles.Documents(DeployFiles.Text("observability", "alerts.test.yml")).Single()["tests"]!.AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray()).Select(one => (Name: $"{one!["alertname"]}", Comes: Manifest.Items(one["exp_alerts"]).Any())).ToHashSet();

        Assert.All(Rules, rule => Assert.Superset(new HashSet<(string, bool)> { ($"{rule["alert"]}", true), ($"{rule["alert"]}", false) }, tries));
    }

    [Theory]
    [InlineData("check rules alerts.yml")]
    [InlineData("test rules alerts.test.yml")]
    [InlineData("check config prometheus.yml")]
    public async Task Promtool_OfOurFiles_FindsNoFault(string arguments)
    {
        var (code, output, errors) = await Programs.RunAsync(Folder, "promtool", Hint, arguments.Split(' '));

        Assert.True(code == 0, output + errors);
    }
}
