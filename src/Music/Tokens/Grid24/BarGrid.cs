using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The bars of a score on the grid of <see cref="Score24"/>, one after another.</summary>
/// <remarks>Each meter takes effect at the first bar line that is not before it; where it has no token, another stands for it.</remarks>
internal sealed class BarGrid(Score score)
{
    private static readonly int Common = Score24Scales.MeterIndex(Scores.Meter.Default);

    private int _next;
    private long _end;

    /// <summary>Place of the meter among those that have a token.</summary>
    public int Meter { get; private set; } = Common;

    public long Start { get; private set; }

    /// <summary>Before the first bar 0.</summary>
    public long End => _end;

    /// <summary>Bars begun.</summary>
    public int Bars { get; private set; }

    /// <summary>Meters so far that have no token or do not start at a bar line.</summary>
    public int Rebarred { get; private set; }

    /// <summary>Begins the next bar.</summary>
    public void MoveNext()
    {
        Start = _end;
        for (; _next < score.Meters.Length; _next++)
        {
            var at = OnsetGrid.TickOf(score.Meters[_next].At, score.TicksPerQuarter);
            if (at > Start) break;
            var known = Score24Scales.MeterIndex(score.Meters[_next]);
            Meter = known >= 0 ? known : StandIn(score.Meters[_next]);
            if (known < 0 || at < Start) Rebarred++;
        }
        _end = Start + Score24Scales.BarTicks[Meter];
        Bars++;
    }

    /// <summary>The first meter of the list with a bar of the same length, else 4/4.</summary>
    private static int StandIn(Meter meter)
    {
        const int whole = 4 * Score24Scales.TicksPerQuarter;
        for (var i = 0; i < Score24Scales.BarTicks.Length; i++)
        {
            if (Score24Scales.BarTicks[i] * meter.Denominator == meter.Numerator * whole) return i;
        }
        return Common;
    }
}
