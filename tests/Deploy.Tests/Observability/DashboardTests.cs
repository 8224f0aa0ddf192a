using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Observability;

public sealed class DashboardTests
{
    private static readonly JsonNode Dashboard = JsonNode.Parse(DeployFiles.Text("observability", "dashboard.json"))!;

    private static IEnumerable<JsonNode> Panels => Dashboard["panels"]!.AsArray().Where(panel => $"{panel!["type"]}" != "row")!;

    [Fact]
    public void Panels_ReadMetricsThatThereAre()
    {
        var queries = Panels.SelectMany(panel => panel["targets"]!.AsArray().Select(target => $"{target!["expr"]}")).ToList();

        Assert.True(queries.Count > 25);
        Assert.All(queries, query => Assert.Empty(Metrics.UnknownIn(query)));
        Assert.All(queries, query => Assert.Contains("instance=~\"$instance\"", query, StringComparison.Ordinal));
    }

    [Fact]
    public void Panels_HaveATitleAUnitAndAPlaceOfTheirOwn()
    {
        Assert.All(Panels, panel => Assert.NotEqual("", $"{panel["title"]}{panel["fieldConfig"]!["defaults"]!["unit"]}"));
        Assert.All(Panels, panel => Assert.Equal("${datasource}", $"{panel["datasource"]!["uid"]}"));
        var all = Dashboard["panels"]!.AsArray().Select(panel => panel!["id"]!.GetValue<int>()).ToList();
        Assert.Equal(all.Distinct(), all);
        var places = Panels.Select(panel => panel["gridPos"]!.ToJsonString()).ToList();
        Assert.Equal(places.Distinct(), places);
    }

    [Theory]
    [InlineData("sum by (musicgen_pool) (musicgen_queue_waiting{job=\"musicgen\"})", "")]
    [InlineData("rate(musicgen_tune_words[5m]) / 2", "musicgen_tune_words")]
    [InlineData("musicgen_model_loaded unless on (instance) nothing_at_all offset 5m", "nothing_at_all")]
    [InlineData("musicgen_tune_first_bar_duration_seconds", "musicgen_tune_first_bar_duration_seconds")]
    public void UnknownIn_OfAQuery_IsWhatIsNoMetric(string query, string unknown) => Assert.Equal(unknown, string.Join(' ', Metrics.UnknownIn(query)));
}
