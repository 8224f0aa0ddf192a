namespace MusicGen.Music.Scores;

/// <summary>Turns score time into bars and beats and back, without loss. Immutable.</summary>
/// <remarks>
/// A meter starts a new bar wherever it stands, so the bar before it may be short. Where a beat is not a whole number of ticks
/// it starts at the tick below; where several beats share a tick, the last of them is meant.
/// </remarks>
public sealed class BarMap
{
    private readonly long _ticksPerWhole;
    private readonly long _largestBeat; // whose ticks, before they are divided, fit 64 bits
    private readonly Meter[] _meters;
    private readonly long[] _starts;
    private readonly long[] _firstBars; // from 0

    /// <param name="ticksPerQuarter">At least 1.</param>
    /// <param name="meters">In order of position; of several at one position the last one holds. Before the first: 4/4.</param>
    public BarMap(int ticksPerQuarter, IReadOnlyList<Meter> meters)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksPerQuarter);
        ArgumentNullException.ThrowIfNull(meters);
        _ticksPerWhole = 4L * ticksPerQuarter;
        _largestBeat = Math.Min(1L << 48, long.MaxValue / 2 / _ticksPerWhole);
        _meters = [Meter.Default, .. meters];
        _starts = new long[_meters.Length];
        _firstBars = new long[_meters.Length];
        for (var i = 1; i < _meters.Length; i++)
        {
            _starts[i] = _meters[i].At.Value;
            if (!_meters[i].IsValid || _starts[i] < _starts[i - 1])
                throw new ArgumentException("Meters are valid and in order.", nameof(meters));
            var beats = ((_starts[i] - _starts[i - 1]) * _meters[i - 1].Denominator + _ticksPerWhole - 1) / _ticksPerWhole;
            _firstBars[i] = _firstBars[i - 1] + ((beats + _meters[i - 1].Numerator - 1) / _meters[i - 1].Numerator);
        }
    }

    public BarPosition PositionOf(Ticks position)
    {
        var i = Segments.LastAtOrBefore(_starts, position.Value);
        var beat = LastBeatAt(i, position.Value - _starts[i]);
        var (bar, beatInBar) = Math.DivRem(beat, _meters[i].Numerator);
        return new BarPosition(_firstBars[i] + bar + 1, (int)beatInBar + 1, position.Value - _starts[i] - StartOfBeat(i, beat));
    }

    /// <summary>The inverse of <see cref="PositionOf"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is below its first value, or the whole is later than <see cref="Ticks.Max"/>.</exception>
    public Ticks TicksAt(BarPosition position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position.Bar, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(position.Beat, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(position.Rest);
        var i = Segments.LastAtOrBefore(_firstBars, position.Bar - 1);
        var bars = position.Bar - 1 - _firstBars[i];
        if (bars < _largestBeat / 512 && position.Beat < _largestBeat / 2 && position.Rest <= Ticks.Max.Value)
        {
            // A beat is a power of two, so that a shift divides by it; 128 bits take many times as long.
            var near = ((bars * _meters[i].Numerator) + position.Beat - 1) * _ticksPerWhole >> int.Log2(_meters[i].Denominator);
            near += _starts[i] + position.Rest;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(near, Ticks.Max.Value, nameof(position));
            return new Ticks(near);
        }
        var beat = ((Int128)bars * _meters[i].Numerator) + position.Beat - 1;
        var ticks = _starts[i] + (beat * _ticksPerWhole / _meters[i].Denominator) + position.Rest;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ticks, Ticks.Max.Value, nameof(position));
        return new Ticks((long)ticks);
    }

    /// <summary>The first bar line after a position.</summary>
    public Ticks NextBarLine(Ticks position)
    {
        var i = Segments.LastAtOrBefore(_starts, position.Value);
        var nextBar = (LastBeatAt(i, position.Value - _starts[i]) / _meters[i].Numerator) + 1;
        var line = _starts[i] + StartOfBeat(i, nextBar * _meters[i].Numerator);
        return new Ticks(i + 1 < _starts.Length ? Math.Min(line, _starts[i + 1]) : line);
    }

    private long LastBeatAt(int segment, long ticks) => (((ticks + 1) * _meters[segment].Denominator) - 1) / _ticksPerWhole;

    private long StartOfBeat(int segment, long beat) => beat * _ticksPerWhole / _meters[segment].Denominator;
}
