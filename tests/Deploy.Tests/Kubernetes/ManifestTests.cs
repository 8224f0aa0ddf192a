using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Kubernetes;

public sealed class ManifestTests
{
    /// <summary>Changes to a good cluster, and the sentence that each must bring.</summary>
    public static TheoryData<string, string, string, string> Spoilt { get; } = new()
    {
        { "StatefulSet/musicgen-web", "spec.template.spec.terminationGracePeriodSeconds", "30", "needs 00:00:50 to stop, and is given less" },
        { "StatefulSet/musicgen-train", "spec.template.spec.terminationGracePeriodSeconds", "120", "needs 00:02:30 to stop, and is given less" },
        { "StatefulSet/musicgen-web", "spec.template.spec.automountServiceAccountToken", "true", "is given a token of the cluster's API" },
        { "StatefulSet/musicgen-web", "spec.template.spec.enableServiceLinks", "null", "is told of every Service in its environment" },
        { "StatefulSet/musicgen-web", "spec.template.spec.securityContext.runAsUser", "0", "may run as root" },
        { "StatefulSet/musicgen-web", "spec.template.spec.securityContext.runAsNonRoot", "null", "may run as root" },
        { "StatefulSet/musicgen-redis", "spec.template.spec.securityContext.seccompProfile", "null", "may call whatever the kernel has" },
        { "StatefulSet/musicgen-web", "spec.template.spec.hostNetwork", "true", "shares its host's name spaces" },
        { "StatefulSet/musicgen-web", "spec.template.spec.volumes.0", """{"name":"scratch","hostPath":{"path":"/"}}""", "writes on its host" },
        { "StatefulSet/musicgen-web", "spec.template.spec.volumes.0.name", "\"other\"", "has no scratch at MusicGen:DataFolder" },
        { "StatefulSet/musicgen-web", "spec.template.spec.volumes.0.emptyDir.sizeLimit", "null", "has scratch without a limit" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.image", "\"musicgen-web:latest\"", "the image musicgen-web:latest has no version" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.image", "\"musicgen-web\"", "the image musicgen-web has no version" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem", "false", "can change its own files" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation", "null", "can gain privileges" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.securityContext.capabilities.drop", "[]", "keeps capabilities" },
        { "StatefulSet/musicgen-redis", "spec.template.spec.containers.0.resources.requests", "null", "asks for no processor or memory" },
        { "StatefulSet/musicgen-redis", "spec.template.spec.containers.0.resources.limits", "null", "has no limit of memory" },
        { "StatefulSet/musicgen-redis", "spec.template.spec.containers.0.readinessProbe", "null", "is not probed" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.livenessProbe.httpGet.path", "\"/readyz\"", "its liveness is not /livez" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.readinessProbe.httpGet.path", "\"/livez\"", "its readiness is not /readyz" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.readinessProbe.failureThreshold", "4", "goes 00:00:15 after it said so, and that is noticed after 00:00:20" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.env.0.name", "\"Cluster__Name\"", "Cluster__Name is no setting" },
        { "StatefulSet/musicgen-web", "spec.template.spec.containers.0.env.0.name", "\"Cluster__ClusterId\"", "Cluster__SiloName is not set" },
        { "ConfigMap/musicgen", "data.MusicGen__Prot", "\"1\"", "MusicGen__Prot is no setting" },
        { "StatefulSet/musicgen-web", "spec.template.metadata.labels.app~kubernetes~io/part-of", "null", "no policy closes it" },
        { "NetworkPolicy/musicgen-http", "spec.ingress.0.ports", "[]", "opens every port of StatefulSet musicgen-web" },
        { "NetworkPolicy/musicgen-http", "spec.ingress.0.ports.0.port", "11111", "opens 11111 of StatefulSet musicgen-web to others than silos" },
        { "NetworkPolicy/musicgen-silos", "spec.ingress.0.from", "[]", "opens 11111 of StatefulSet musicgen-train to others than silos" },
        { "NetworkPolicy/musicgen-silos", "spec.ingress.0.from.0.namespaceSelector", "{}", "opens 11111 of StatefulSet musicgen-train to others than silos" },
        { "NetworkPolicy/musicgen-silos", "spec.podSelector.matchLabels.musicgen/silo", "\"false\"", "other silos cannot reach it" },
        { "NetworkPolicy/musicgen-redis", "spec.ingress.0.from.0", """{"ipBlock":{"cidr":"0.0.0.0/0"}}""", "opens 6379 of StatefulSet musicgen-redis to others than silos" },
        { "Service/musicgen", "spec.selector", """{"app":"none"}""", "there is nothing behind it" },
        { "Service/musicgen", "spec.ports.0.targetPort", "\"https\"", "has no port https" },
        { "Service/musicgen-silos", "spec.clusterIP", "null", "offers more than HTTP" },
        { "PodDisruptionBudget/musicgen-train", "spec.selector.matchLabels.app~kubernetes~io/component", "\"none\"", "has 0 disruption budgets" },
        { "PodDisruptionBudget/musicgen-train", "spec.maxUnavailable", "0", "does not let one pod go at a time" },
        { "StatefulSet/musicgen-web", "spec.replicas", "3", "says how many there are, which HorizontalPodAutoscaler musicgen-web says" },
        { "HorizontalPodAutoscaler/musicgen-web", "spec.scaleTargetRef.name", "\"web\"", "scales nothing that there is" },
    };

    [Fact]
    public void Files_ButPatches_AreObjects() => Assert.All(
        ClusterFiles.All.Select(File.ReadAllText).Where(text => !text.StartsWith("- op:", StringComparison.Ordinal)),
        text => Assert.All(DeployFiles.Documents(text), one => Assert.NotNull(one["kind"])));

    [Fact]
    public void Base_KeepsTheRules() => Assert.Empty(FaultsOf(ClusterFiles.Base()));

    [Theory]
    [InlineData("dev")]
    [InlineData("gpu")]
    public async Task Overlay_KeepsTheRules(string overlay)
    {
        var cluster = await ClusterFiles.OverlayAsync(overlay);

        Assert.Empty(FaultsOf(cluster));
        Assert.Contains(cluster, one => one.IsSilo && PodRules.SettingsOf(one, cluster).Keys.Any(name => name.StartsWith("Storage__", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gpu_TrainingPodsAlone_HaveGpusAndMayBeWhereTheyAre()
    {
        var cluster = await ClusterFiles.OverlayAsync("gpu");

        var train = cluster.Single(one => one.IsWorkload && one.Name == "musicgen-train");
        Assert.Equal("1", $"{train.Containers.Single()["resources"]!["limits"]!["nvidia.com/gpu"]}");
        Assert.Contains(Manifest.Items(train.Pod!["tolerations"]), toleration => $"{toleration["key"]}" == "nvidia.com/gpu");
        Assert.Equal("0", PodRules.SettingsOf(train, cluster)["Training__Slots"]);
        Assert.All(cluster.Where(one => one.IsWorkload && one != train), one => Assert.DoesNotContain("nvidia", one.Json.ToJsonString(), StringComparison.Ordinal));
        Assert.Contains(cluster, one => one.Kind == "ScaledObject");
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Rules_OfASpoiltCluster_SayWhatIsWrong(string of, string path, string value, string fault)
    {
        var cluster = ClusterFiles.Base();

        Change(cluster.Single(one => $"{one.Kind}/{one.Name}" == of).Json, path.Split('.'), JsonNode.Parse(value));

        Assert.Contains(FaultsOf(cluster), found => found.EndsWith(fault, StringComparison.Ordinal));
    }

    private static List<string> FaultsOf(IReadOnlyList<Manifest> cluster) => [.. PodRules.Faults(cluster), .. ClusterRules.Faults(cluster)];

    /// <param name="node">Where the path begins.</param>
    /// <param name="path">Names and places in lists; a tilde stands for a dot.</param>
    /// <param name="value">What stands there then.</param>
    private static void Change(JsonNode node, ReadOnlySpan<string> path, JsonNode? value)
    {
        var name = path[0].Replace('~', '.');
        if (path.Length > 1) Change(node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!, path[1..], value);
        else if (node is JsonArray array) array[int.Parse(name, CultureInfo.InvariantCulture)] = value;
        else node[name] = value;
    }
}
