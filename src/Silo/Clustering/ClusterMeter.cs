using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MusicGen.Contracts;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Silo.Clustering;

/// <summary>How this silo stands with its cluster.</summary>
internal static class ClusterMeter
{
    private static readonly ConcurrentDictionary<ClusterHealth, bool> Watched = new();

    static ClusterMeter() =>
        Instrumentation.Meter.CreateObservableGauge("musicgen.cluster.fault", Measure, "{fault}", "Whether a silo of a cluster stands wrongly with it: 1 for each kind of fault that it has, 0 for the others.");

    public static void Watch(ClusterHealth health) => Watched[health] = true;

    public static void Forget(ClusterHealth health) => Watched.TryRemove(health, out _);

    private static IEnumerable<Measurement<int>> Measure() =>
        from fault in Watched.IsEmpty ? [] : Enum.GetValues<ClusterFault>()
        select new Measurement<int>(Watched.Keys.Any(health => health[fault] is not null) ? 1 : 0, new KeyValuePair<string, object?>(Instrumentation.ErrorType, ContractJson.NameOf(fault)));
}
