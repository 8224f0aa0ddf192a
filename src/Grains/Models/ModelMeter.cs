using System.Collections.Concurrent;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Models;

/// <summary>The models in this silo's memory.</summary>
internal static class ModelMeter
{
    private static readonly ConcurrentDictionary<LoadedModels, bool> Held = new();

    static ModelMeter()
    {
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.model.loaded", () => Held.Keys.Sum(models => models.Load.Models), "{model}", "Models in memory.");
        Instrumentation.Meter.CreateObservableUpDownCounter("musicgen.model.memory", () => Held.Keys.Sum(models => models.Load.SizeBytes), "By", "Memory of the models that are kept.");
    }

    public static void Watch(LoadedModels models) => Held[models] = true;

    public static void Forget(LoadedModels models) => Held.TryRemove(models, out _);
}
