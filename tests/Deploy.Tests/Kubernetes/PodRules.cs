using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Kubernetes;

/// <summary>What every pod of ours keeps to.</summary>
internal static class PodRules
{
    /// <summary>What a stop takes beside its grace and its workers: <c>SiloApplication.StopMargin</c> and the farewell of a training node.</summary>
    private static readonly TimeSpan RestOfAStop = TimeSpan.FromSeconds(15);

    /// <summary>The default of <c>Training:StopTimeout</c>.</summary>
    private static readonly TimeSpan UsualStopTimeout = TimeSpan.FromSeconds(20);

    public static IEnumerable<string> Faults(IReadOnlyList<Manifest> cluster) =>
        from workload in cluster
        where workload.IsWorkload
        from fault in FaultsOfPod(workload).Concat(workload.Containers.SelectMany(FaultsOfContainer)).Concat(workload.IsSilo ? FaultsOfSilo(workload, cluster) : [])
        select $"{workload}: {fault}";

    /// <summary>A silo's settings: those of its own, over those of the maps that it takes whole.</summary>
    public static Dictionary<string, string> SettingsOf(Manifest silo, IReadOnlyList<Manifest> cluster)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var container in silo.Containers)
        {
            foreach (var source in Manifest.Items(container["envFrom"]))
            {
                var map = cluster.FirstOrDefault(one => one.Kind == "ConfigMap" && one.Name == $"{source["configMapRef"]?["name"]}");
                foreach (var (name, value) in map?.Json["data"] as JsonObject ?? []) settings[name] = $"{value}";
            }
            foreach (var variable in Manifest.Items(container["env"])) settings[$"{variable["name"]}"] = $"{variable["value"]}";
        }
        return settings;
    }

    private static IEnumerable<string> FaultsOfPod(Manifest workload)
    {
        var (pod, security) = (workload.Pod, workload.Pod?["securityContext"]);
        if (pod?["terminationGracePeriodSeconds"] is null) yield return "has no time to stop in";
        if (!IsFalse(pod?["automountServiceAccountToken"])) yield return "is given a token of the cluster's API";
        if (!IsTrue(security?["runAsNonRoot"]) || $"{security?["runAsUser"]}" is "" or "0") yield return "may run as root";
        if ($"{security?["seccompProfile"]?["type"]}" != "RuntimeDefault") yield return "may call whatever the kernel has";
        if (IsTrue(pod?["hostNetwork"]) || IsTrue(pod?["hostPID"])) yield return "shares its host's name spaces";
        if (Manifest.Items(pod?["volumes"]).Any(volume => volume["hostPath"] is not null)) yield return "writes on its host";
        if (Manifest.Items(pod?["volumes"]).Any(volume => volume["emptyDir"] is { } scratch && scratch["sizeLimit"] is null)) yield return "has scratch without a limit";
    }

    private static IEnumerable<string> FaultsOfContainer(JsonNode container)
    {
        var security = container["securityContext"];
        var image = $"{container["image"]}";
        if (image.Split(':') is not [.., var tag] || !image.Contains(':', StringComparison.Ordinal) || tag == "latest") yield return $"the image {image} has no version";
        if (!IsTrue(security?["readOnlyRootFilesystem"])) yield return "can change its own files";
        if (!IsFalse(security?["allowPrivilegeEscalation"])) yield return "can gain privileges";
        if (IsTrue(security?["privileged"])) yield return "is privileged";
        if (Manifest.Items(security?["capabilities"]?["drop"]).All(one => $"{one}" != "ALL") || security?["capabilities"]?["add"] is not null) yield return "keeps capabilities";
        if (container["resources"]?["requests"] is not { } requests || requests["cpu"] is null || requests["memory"] is null) yield return "asks for no processor or memory";
        if (container["resources"]?["limits"]?["memory"] is null) yield return "has no limit of memory";
        if (container["livenessProbe"] is null || container["readinessProbe"] is null) yield return "is not probed";
    }

    private static IEnumerable<string> FaultsOfSilo(Manifest silo, IReadOnlyList<Manifest> cluster)
    {
        var settings = SettingsOf(silo, cluster);
        var container = silo.Containers.Single();
        if (silo.Kind != "StatefulSet") yield return "has pods without lasting names";
        if (!IsFalse(silo.Pod?["enableServiceLinks"])) yield return "is told of every Service in its environment";
        if ($"{container["livenessProbe"]?["httpGet"]?["path"]}" != "/livez") yield return "its liveness is not /livez";
        if ($"{container["startupProbe"]?["httpGet"]?["path"]}" != "/livez") yield return "its start is not awaited";
        var ready = container["readinessProbe"];
        if ($"{ready?["httpGet"]?["path"]}" != "/readyz") yield return "its readiness is not /readyz";
        var noticed = TimeSpan.FromSeconds(Number(ready?["periodSeconds"], 10) * Number(ready?["failureThreshold"], 3));
        var grace = TimeOf(settings, "Health__StopGrace", TimeSpan.Zero);
        if (grace < noticed) yield return $"goes {grace} after it said so, and that is noticed after {noticed}";
        var stop = grace + TimeOf(settings, "Training__StopTimeout", UsualStopTimeout) + RestOfAStop;
        if (TimeSpan.FromSeconds(Number(silo.Pod?["terminationGracePeriodSeconds"], 30)) < stop) yield return $"needs {stop} to stop, and is given less";
        var scratch = Manifest.Items(container["volumeMounts"]).FirstOrDefault(mount => $"{mount["mountPath"]}" == settings.GetValueOrDefault("MusicGen__DataFolder"));
        if (Manifest.Items(silo.Pod?["volumes"]).All(volume => $"{volume["name"]}" != $"{scratch?["name"]}" || volume["emptyDir"] is null)) yield return "has no scratch at MusicGen:DataFolder";
        var helpers = settings.Values.SelectMany(value => settings.Keys.Where(name => value.Contains($"$({name})", StringComparison.Ordinal))).ToHashSet();
        foreach (var name in settings.Keys.Where(name => !helpers.Contains(name) && !KnownSettings.Has(name))) yield return $"{name} is no setting";
        foreach (var name in new[] { "Cluster__SiloName", "Cluster__AdvertisedAddress", "Cluster__Redis", "Cluster__Roles", "Accounts__OperatorKeyHashes__0" }.Where(name => !settings.ContainsKey(name)))
            yield return $"{name} is not set";
    }

    private static TimeSpan TimeOf(Dictionary<string, string> settings, string name, TimeSpan usual) =>
        settings.TryGetValue(name, out var text) ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : usual;

    private static long Number(JsonNode? node, long usual) => node?.GetValue<long>() ?? usual;

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var truth) && truth;

    private static bool IsFalse(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var truth) && !truth;
}
