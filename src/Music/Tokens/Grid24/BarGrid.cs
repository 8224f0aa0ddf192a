using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The bars of a score on the grid of <see cref="Score24"/>, one after another.</summary>
/// <remarks>
/// A meter starts a bar in a score wherever it stands, so the bar before may be short: a pickup, above all. Such a bar is told as one of
/// its length (two quarters as 2/4). Where no token has that length, it becomes one bar with the first of the new meter (one quarter and
/// 4/4 as 5/4), and where none has that length either, the meter waits for a bar line.
/// </remarks>
internal sealed class BarGrid(Score score)
{
    private static readonly int Common = Score24Scales.MeterIndex(Scores.Meter.Default);

    private int _next;
    private int _inForce = Common;

    /// <summary>The bar's meter, as a place among those that have a token.</summary>
    public int Meter { get; private set; } = Common;

    public long Start { get; private set; }

    /// <summary>Before the first bar 0.</summary>
    public long End { get; private set; }

    /// <summary>Bars begun.</summary>
    public int Bars { get; private set; }

    /// <summary>Meters so far that have no token or do not start at a bar line.</summary>
    public int Rebarred { get; private set; }

    /// <summary>Begins the next bar.</summary>
    public void MoveNext()
    {
        Start = End;
        for (; _next < score.Meters.Length && TickOf(_next) <= Start; _next++)
        {
            var meter = score.Meters[_next];
            if (Score24Scales.MeterIndex(meter) < 0 || TickOf(_next) < Start) Rebarred++;
            _inForce = TokenFor(meter);
        }
        Meter = BeforeNextMeter() ?? _inForce;
        End = Start + Score24Scales.BarTicks[Meter];
        Bars++;
    }

    /// <summary>What a bar that the next meter cuts short is told as; null where none does, or no token fits.</summary>
    private int? BeforeNextMeter()
    {
        if (_next == score.Meters.Length) return null;
        var length = TickOf(_next) - Start;
        if (length >= Score24Scales.BarTicks[_inForce]) return null;
        return OfLength(length) ?? OfLength(length + Score24Scales.BarTicks[TokenFor(score.Meters[_next])]);
    }

    private long TickOf(int meter) => OnsetGrid.TickOf(score.Meters[meter].At, score.TicksPerQuarter);

    /// <summary>The meter itself, else the first of the list with a bar of the same length, else 4/4.</summary>
    private static int TokenFor(Meter meter)
    {
        const int whole = 4 * Score24Scales.TicksPerQuarter;
        var known = Score24Scales.MeterIndex(meter);
        if (known >= 0) return known;
        return meter.Numerator * whole % meter.Denominator == 0 ? OfLength(meter.Numerator * whole / meter.Denominator) ?? Common : Common;
    }

    private static int? OfLength(long ticks)
    {
        for (var i = 0; i < Score24Scales.BarTicks.Length; i++)
        {
            if (Score24Scales.BarTicks[i] == ticks) return i;
        }
        return null;
    }
}
