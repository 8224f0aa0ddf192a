using System.Text.Json.Nodes;

namespace MusicGen.Deploy.Tests.Kubernetes;

/// <summary>What a whole cluster of ours keeps to: who reaches whom, what may go at once, who says how many there are.</summary>
internal static class ClusterRules
{
    private const string SiloPort = "11111";
    private const string HttpPort = "5080";

    public static IEnumerable<string> Faults(IReadOnlyList<Manifest> cluster) =>
        [.. FaultsOfNetwork(cluster), .. FaultsOfServices(cluster), .. FaultsOfBudgets(cluster), .. FaultsOfScaling(cluster), .. FaultsOfSecrets(cluster)];

    private static IEnumerable<string> FaultsOfNetwork(IReadOnlyList<Manifest> cluster)
    {
        var policies = cluster.Where(one => one.Kind == "NetworkPolicy").ToList();
        foreach (var workload in cluster.Where(one => one.IsWorkload))
        {
            var closing = policies.Where(policy => Manifest.Selects(policy.Spec?["podSelector"]?["matchLabels"], workload.PodLabels)).ToList();
            if (closing.All(policy => Manifest.Items(policy.Spec?["ingress"]).Any())) yield return $"{workload}: no policy closes it";
            foreach (var policy in closing)
            {
                foreach (var rule in Manifest.Items(policy.Spec?["ingress"]))
                {
                    string[] ports = [.. Manifest.Items(rule["ports"]).Select(port => $"{port["port"]}")];
                    var isForSilos = Manifest.Items(rule["from"]).Any() && Manifest.Items(rule["from"]).All(IsSilo);
                    if (ports.Length == 0) yield return $"{policy}: opens every port of {workload}";
                    else if (!isForSilos && ports.Any(port => port != HttpPort)) yield return $"{policy}: opens {string.Join(", ", ports)} of {workload} to others than silos";
                }
            }
        }
        foreach (var silo in cluster.Where(one => one.IsSilo))
        {
            if (!policies.Any(policy => Manifest.Selects(policy.Spec?["podSelector"]?["matchLabels"], silo.PodLabels)
                && Manifest.Items(policy.Spec?["ingress"]).SelectMany(rule => Manifest.Items(rule["ports"])).Any(port => $"{port["port"]}" == SiloPort)))
                yield return $"{silo}: other silos cannot reach it";
        }

        static bool IsSilo(JsonNode peer) => peer["namespaceSelector"] is null && peer["ipBlock"] is null && $"{peer["podSelector"]?["matchLabels"]?["musicgen/silo"]}" == "true";
    }

    private static IEnumerable<string> FaultsOfServices(IReadOnlyList<Manifest> cluster)
    {
        foreach (var service in cluster.Where(one => one.Kind == "Service"))
        {
            var behind = cluster.Where(one => one.IsWorkload && Manifest.Selects(service.Spec?["selector"], one.PodLabels)).ToList();
            string[] targets = [.. Manifest.Items(service.Spec?["ports"]).Select(port => $"{port["targetPort"]}")];
            if (behind.Count == 0) yield return $"{service}: there is nothing behind it";
            foreach (var workload in behind)
            {
                var ports = workload.Containers.SelectMany(container => Manifest.Items(container["ports"])).Select(port => $"{port["name"]}").ToList();
                foreach (var target in targets.Where(target => !ports.Contains(target))) yield return $"{service}: {workload} has no port {target}";
            }
            if ($"{service.Spec?["clusterIP"]}" != "None" && targets.Any(target => target != "http")) yield return $"{service}: offers more than HTTP";
        }
    }

    private static IEnumerable<string> FaultsOfBudgets(IReadOnlyList<Manifest> cluster)
    {
        foreach (var workload in cluster.Where(one => one.IsWorkload))
        {
            var budgets = cluster.Where(one => one.Kind == "PodDisruptionBudget" && Manifest.Selects(one.Spec?["selector"]?["matchLabels"], workload.PodLabels)).ToList();
            if (budgets.Count != 1) yield return $"{workload}: has {budgets.Count} disruption budgets";
            // minAvailable of a workload with one pod would keep machines from being drained for ever.
            else if ($"{budgets[0].Spec?["maxUnavailable"]}" != "1") yield return $"{budgets[0]}: does not let one pod go at a time";
        }
    }

    private static IEnumerable<string> FaultsOfScaling(IReadOnlyList<Manifest> cluster)
    {
        foreach (var scaler in cluster.Where(one => one.Kind is "HorizontalPodAutoscaler" or "ScaledObject"))
        {
            var target = cluster.FirstOrDefault(one => one.IsWorkload && one.Kind == $"{scaler.Spec?["scaleTargetRef"]?["kind"]}" && one.Name == $"{scaler.Spec?["scaleTargetRef"]?["name"]}");
            if (target is null) yield return $"{scaler}: scales nothing that there is";
            else if (target.Spec?["replicas"] is not null) yield return $"{target}: says how many there are, which {scaler} says";
            if (scaler.Kind != "ScaledObject") continue;
            var query = string.Concat(Manifest.Items(scaler.Spec?["triggers"]).Select(trigger => $"{trigger["metadata"]?["query"]}"));
            foreach (var metric in new[] { "musicgen_queue_waiting", "musicgen_queue_running" }.Where(metric => !query.Contains(metric, StringComparison.Ordinal)))
                yield return $"{scaler}: does not go by {metric}";
        }
    }

    private static IEnumerable<string> FaultsOfSecrets(IReadOnlyList<Manifest> cluster) =>
        cluster.Where(one => one.Kind == "Secret").Select(secret => $"{secret}: is in the repository");
}
