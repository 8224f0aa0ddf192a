using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MusicGen.Deploy.Tests.Kubernetes;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests;

/// <summary>What <c>docs/operations.md</c> has operators type, against what there is.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Join(TestCorpora.Repository, "docs", "operations.md"));

    private static readonly IReadOnlyList<Manifest> Cluster =
        [.. ClusterFiles.All.Select(File.ReadAllText).Where(text => !text.StartsWith("- op:", StringComparison.Ordinal)).SelectMany(DeployFiles.Documents).Select(json => new Manifest(json))];

    [Fact]
    public void Secrets_AreMadeWithEveryKeyThatPodsAskFor()
    {
        var asked = Cluster.SelectMany(one => one.Containers).SelectMany(container => Manifest.Items(container["env"])).Select(variable => variable["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>()
            .Select(reference => (Name: $"{reference["name"]}", Key: $"{reference["key"]}")).ToHashSet();
        var made = Secret().Matches(Page);

        Assert.Equal(["musicgen", "musicgen-dev"], made.Select(secret => secret.Groups["namespace"].Value));
        Assert.All(made, secret => Assert.Equal(
            asked.OrderBy(one => one.Key, StringComparer.Ordinal),
            secret.Groups["key"].Captures.Select(key => (Name: secret.Groups["name"].Value, Key: key.Value)).OrderBy(one => one.Key, StringComparer.Ordinal)));
    }

    [Fact]
    public void Images_AreBuiltByTheNamesThatTheOverlaysHave()
    {
        var ofTheBase = ClusterFiles.Base().Where(one => one.IsSilo).SelectMany(silo => silo.Containers).Select(container => $"{container["image"]}");
        var ofTheCloud = Manifest.Items(DeployFiles.Documents(DeployFiles.Text("kubernetes", "overlays", "gpu", "kustomization.yaml")).Single()["images"]).Select(image => $"{image["newName"]}:{image["newTag"]}");

        Assert.Equal(ofTheBase.Concat(ofTheCloud).Order(StringComparer.Ordinal), Built().Matches(Page).Select(build => build.Groups["image"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Workloads_AreCalledByTheirNames()
    {
        var known = Cluster.Select(one => (one.Kind.ToLowerInvariant(), one.Name)).ToHashSet();
        var named = Named().Matches(Page).SelectMany(match => match.Groups["name"].Captures.Select(name => (match.Groups["kind"].Value, name.Value))).ToHashSet();

        Assert.Subset(known, named);
        Assert.Contains(("scaledobject", "musicgen-train"), named);
        Assert.Contains(("statefulset", "musicgen-web"), named);
    }

    [GeneratedRegex(@"kubectl -n (?<namespace>[\w-]+) create secret generic (?<name>[\w-]+)( --from-literal=(?<key>[\w-]+)=\S+( rand -hex 24\))?)+")]
    private static partial Regex Secret();

    [GeneratedRegex(@"docker build -f \S+ +-t (?<image>\S+)")]
    private static partial Regex Built();

    [GeneratedRegex(@"(?<kind>statefulset|scaledobject|service)[ /](?<name>musicgen[\w-]*)( (?<name>musicgen-[\w-]+))*")]
    private static partial Regex Named();
}
