using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Kubernetes;

/// <summary>What <c>deploy/kubernetes</c> makes of a cluster.</summary>
internal static class ClusterFiles
{
    private const string Hint = "install kubectl 1.25 or later to have overlays built (Debian 13: kubernetes-client)";

    /// <summary>It reads all of what our kustomizations say; that of Debian 12, 1.20, does not.</summary>
    private static readonly Version LeastKubectl = new(1, 25);

    private static readonly string Folder = DeployFiles.PathOf("kubernetes");

    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>The base's objects, with what its kustomization adds to them.</summary>
    public static IReadOnlyList<Manifest> Base()
    {
        var kustomization = DeployFiles.Documents(DeployFiles.Text("kubernetes", "base", "kustomization.yaml")).Single();
        var objects = Manifest.Items(kustomization["resources"]).SelectMany(file => DeployFiles.Documents(DeployFiles.Text("kubernetes", "base", $"{file}"))).Select(json => new Manifest(json)).ToList();
        foreach (var labels in Manifest.Items(kustomization["labels"]))
        {
            foreach (var (name, value) in (JsonObject)labels["pairs"]!)
            {
                foreach (var workload in objects.Where(one => one.IsWorkload && labels["includeTemplates"]?.GetValue<bool>() == true)) workload.PodLabels[name] = $"{value}";
            }
        }
        objects.AddRange(Manifest.Items(kustomization["configMapGenerator"]).Select(map => new Manifest(new JsonObject
        {
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = $"{map["name"]}" },
            ["data"] = new JsonObject(Manifest.Items(map["literals"]).Select(literal => $"{literal}".Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]))),
        })));
        return objects;
    }

    /// <summary>An overlay as kustomize makes it; skips the test where there is no kubectl, or too old a one.</summary>
    public static async Task<IReadOnlyList<Manifest>> OverlayAsync(string overlay)
    {
        var (_, version, _) = await Programs.RunAsync(Folder, "kubectl", Hint, "version", "--client", "--output=json");
        if (VersionIn(version) < LeastKubectl) Assert.Skip($"This machine's kubectl is {VersionIn(version)}: {Hint}.");
        var (code, output, errors) = await Programs.RunAsync(Folder, "kubectl", Hint, "kustomize", $"overlays/{overlay}");
        Assert.True(code == 0, errors);
        return [.. DeployFiles.Documents(output).Select(json => new Manifest(json))];
    }

    /// <summary>Some suppliers write the minor version with a plus, and all of them have more behind it.</summary>
    private static Version VersionIn(string json)
    {
        var client = JsonNode.Parse(json)!["clientVersion"]!;
        return new Version(int.Parse($"{client["major"]}", CultureInfo.InvariantCulture), int.Parse($"{client["minor"]}".TrimEnd('+'), CultureInfo.InvariantCulture));
    }
}
