using MusicGen.Music.Scores;

namespace MusicGen.Music.Analysis;

/// <summary>What a score says about tempo and meter, weighed by how long it holds.</summary>
internal static class HeldValues
{
    /// <param name="score">The score that speaks.</param>
    /// <param name="last">The end of its last note: what holds only later does not count.</param>
    public static TempoProfile TempoOf(Score score, Ticks last)
    {
        var held = new SortedDictionary<int, double>(); // seconds, by microseconds a quarter
        var (tempo, since) = (Tempo.DefaultMicrosecondsPerQuarter, Ticks.Zero);
        foreach (var change in score.Tempos)
        {
            Hold(change.At < last ? change.At : last);
            if (change.At < last || change.At == Ticks.Zero) tempo = change.MicrosecondsPerQuarter;
        }
        Hold(last);
        if (held.Count == 0) held[tempo] = 1;

        var half = held.Values.Sum() / 2;
        var typical = held.Keys.First();
        var total = 0.0;
        foreach (var (length, seconds) in held)
        {
            typical = length;
            if ((total += seconds) >= half) break;
        }
        return new TempoProfile(PerMinute(typical), PerMinute(held.Keys.Last()), PerMinute(held.Keys.First()));

        void Hold(Ticks until)
        {
            if (until <= since) return;
            var seconds = (until - since).Value * (double)tempo / (score.TicksPerQuarter * 1e6);
            held[tempo] = held.GetValueOrDefault(tempo) + seconds;
            since = until;
        }
    }

    /// <inheritdoc cref="TempoOf"/>
    public static MeterProfile MeterOf(Score score, Ticks last)
    {
        var held = new Dictionary<(int Numerator, int Denominator), long>(); // ticks
        var (meter, since) = ((Meter.Default.Numerator, Meter.Default.Denominator), Ticks.Zero);
        foreach (var change in score.Meters)
        {
            Hold(change.At < last ? change.At : last);
            if (change.At < last || change.At == Ticks.Zero) meter = (change.Numerator, change.Denominator);
        }
        Hold(last);
        if (held.Count == 0) held[meter] = 1;

        var longest = held.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        return new MeterProfile(longest.Numerator, longest.Denominator, held.Count);

        void Hold(Ticks until)
        {
            if (until <= since) return;
            held[meter] = held.GetValueOrDefault(meter) + (until - since).Value;
            since = until;
        }
    }

    private static double PerMinute(int microsecondsPerQuarter) => 60e6 / microsecondsPerQuarter;
}
