using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Kubernetes;

/// <summary>One object of a cluster, and what the rules look for in it.</summary>
internal sealed record Manifest(JsonObject Json)
{
    public string Kind => $"{Json["kind"]}";

    public string Name => $"{Json["metadata"]?["name"]}";

    public JsonNode? Spec => Json["spec"];

    public bool IsWorkload => Kind is "StatefulSet" or "Deployment" or "DaemonSet" or "Job";

    /// <summary>Of a workload: its pods'.</summary>
    public JsonNode? Pod => Spec?["template"]?["spec"];

    public JsonObject PodLabels => Spec?["template"]?["metadata"]?["labels"] as JsonObject ?? [];

    public bool IsSilo => IsWorkload && $"{PodLabels["musicgen/silo"]}" == "true";

    public IEnumerable<JsonNode> Containers => Items(Pod?["containers"]).Concat(Items(Pod?["initContainers"]));

    public override string ToString() => $"{Kind} {Name}";

    public static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>Whether a selector's labels are all among those of a pod; one without labels selects every pod.</summary>
    public static bool Selects(JsonNode? labels, JsonObject pod) => (labels as JsonObject ?? []).All(label => $"{pod[label.Key]}" == $"{label.Value}");
}
