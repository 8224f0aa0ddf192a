using System.Diagnostics.Metrics;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Composing;

/// <summary>How many of this silo's places for tunes are taken.</summary>
internal static class PlacesMeter
{
    private static readonly UpDownCounter<long> Taken = Instrumentation.Meter.CreateUpDownCounter<long>("musicgen.tune.places", "{variation}", "Variations of tunes that wait or are being composed.");

    public static void Change(int difference) => Taken.Add(difference);
}
