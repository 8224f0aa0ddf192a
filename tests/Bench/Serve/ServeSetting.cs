using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Serve;

/// <summary>What all of the bench has in common.</summary>
/// <param name="Sessions">How many compose at once, one load after the other.</param>
/// <param name="Bars">Of every tune.</param>
/// <param name="Seconds">How long each load is measured.</param>
/// <param name="WarmUpSeconds">What is composed before anything counts.</param>
/// <param name="Hidden">Units of each of the network's two layers.</param>
/// <param name="Epochs">Passes of its training.</param>
/// <param name="Cancellations">Tunes that are canceled as soon as they are accepted; 0: without the overload.</param>
internal sealed record ServeSetting(IReadOnlyList<int> Sessions, int Bars, double Seconds, double WarmUpSeconds, int Hidden, int Epochs, int Cancellations)
{
    /// <summary>From the first words on, until a load is even.</summary>
    public double SettlingSeconds => Math.Min(2, Seconds);

    /// <summary>Places that no load runs out of.</summary>
    public static IReadOnlyList<string> EnoughPlaces { get; } = [.. ServiceProcess.WithoutWorkers, "--Composing:Tunes", "100000", "--Composing:TunesPerOwner", "100000"];
}
