using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Nodes;

/// <summary>What the workers of this node do.</summary>
internal static class WorkerMeter
{
    private static readonly UpDownCounter<long> Active = Instrumentation.Meter.CreateUpDownCounter<long>("musicgen.worker.active", "{worker}", "Worker processes that run on this node.");

    private static readonly ConcurrentDictionary<object, double> Rates = new(ReferenceEqualityComparer.Instance);
    private static int _slots;

    static WorkerMeter()
    {
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.worker.slots", () => Volatile.Read(ref _slots), "{slot}", "Workers that this node runs at once at the most.");
        Instrumentation.Meter.CreateObservableGauge("musicgen.worker.token.rate", () => Rates.Values.Sum(), "{token}/s", "Words of training pieces that this node's workers learn from a second, as they said last.");
    }

    public static void HasSlots(int slots) => Volatile.Write(ref _slots, slots);

    public static void Begin() => Active.Add(1);

    /// <param name="worker">Who says it.</param>
    /// <param name="tokensPerSecond">Null: it said nothing of it.</param>
    public static void Tell(object worker, double? tokensPerSecond)
    {
        if (tokensPerSecond is { } rate && double.IsFinite(rate)) Rates[worker] = rate;
    }

    public static void End(object worker)
    {
        Active.Add(-1);
        Rates.TryRemove(worker, out _);
    }
}
