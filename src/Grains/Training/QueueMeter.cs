using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Training;

/// <summary>How full the queues are that live on this silo.</summary>
/// <remarks>Whoever creates a training names its pool, so a pool has a tag of its own only while a node serves it; the others are one.</remarks>
internal static class QueueMeter
{
    /// <summary>The tag of all pools together that no node was heard in. A pool's name has no brackets.</summary>
    public const string Unserved = "(unserved)";

    private static readonly ConcurrentDictionary<object, PoolLoad> Loads = new(ReferenceEqualityComparer.Instance);

    static QueueMeter()
    {
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.queue.waiting", () => Of(load => load.Waiting), "{training}", "Training sessions that wait for a device.");
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.queue.running", () => Of(load => load.Running), "{training}", "Training sessions that have a device.");
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.queue.slots", () => Of(load => load.Slots), "{slot}", "Device slots of the nodes that are heard.");
    }

    /// <param name="activation">Of the queue: whoever follows it on this silo is another one.</param>
    /// <param name="load">As it is now.</param>
    public static void Tell(object activation, PoolLoad load) => Loads[activation] = load;

    public static void Forget(object activation) => Loads.TryRemove(activation, out _);

    private static IEnumerable<Measurement<long>> Of(Func<PoolLoad, long> number) =>
        from load in Loads.Values
        group number(load) by load.IsServed ? load.Pool : Unserved into pool
        select new Measurement<long>(pool.Sum(), new KeyValuePair<string, object?>("musicgen.pool", pool.Key));
}
