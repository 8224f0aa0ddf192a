using System.Diagnostics.Metrics;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Sessions;

/// <summary>What becomes of tunes on this silo.</summary>
internal static class TuneMeter
{
    private static readonly UpDownCounter<long> Composing = Instrumentation.Meter.CreateUpDownCounter<long>("musicgen.tune.composing", "{tune}", "Tunes that are being composed.");

    private static readonly Counter<long> Ended = Instrumentation.Meter.CreateCounter<long>("musicgen.tune.ended", "{tune}", "Tunes that ended, by how.");

    private static readonly Counter<long> Words = Instrumentation.Meter.CreateCounter<long>("musicgen.tune.words", "{word}", "Words that were composed.");

    private static readonly Histogram<double> FirstBar = Instrumentation.Seconds(
        "musicgen.tune.first_bar.duration", "From being asked for a tune to what is told of it first.", 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    public static void Begin() => Composing.Add(1);

    public static void Leave() => Composing.Add(-1);

    public static void Compose(int words) => Words.Add(words);

    public static void Tell(TimeSpan sinceAsked) => FirstBar.Record(sinceAsked.TotalSeconds);

    public static void End(TunePhase phase) => Ended.Add(1, new KeyValuePair<string, object?>("musicgen.tune.phase", ContractJson.NameOf(phase)));
}
