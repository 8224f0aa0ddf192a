namespace MusicGen.Music.Scores;

/// <summary>Turns score time into seconds. Immutable.</summary>
public sealed class TempoMap
{
    private readonly int _ticksPerQuarter;
    private readonly long[] _starts;
    private readonly int[] _tempos;
    private readonly long[] _elapsed; // microseconds × ticks per quarter, so nothing is rounded

    /// <param name="ticksPerQuarter">At least 1.</param>
    /// <param name="tempos">In order of position; of several at one position the last holds. Before the first: 120 quarters a minute.</param>
    public TempoMap(int ticksPerQuarter, IReadOnlyList<Tempo> tempos)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksPerQuarter);
        ArgumentNullException.ThrowIfNull(tempos);
        _ticksPerQuarter = ticksPerQuarter;
        _starts = new long[tempos.Count + 1];
        _tempos = new int[tempos.Count + 1];
        _elapsed = new long[tempos.Count + 1];
        _tempos[0] = Tempo.DefaultMicrosecondsPerQuarter;
        for (var i = 0; i < tempos.Count; i++)
        {
            if (!tempos[i].IsValid || tempos[i].At.Value < _starts[i])
                throw new ArgumentException("Tempos are valid and in order.", nameof(tempos));
            _starts[i + 1] = tempos[i].At.Value;
            _tempos[i + 1] = tempos[i].MicrosecondsPerQuarter;
            _elapsed[i + 1] = _elapsed[i] + ((_starts[i + 1] - _starts[i]) * _tempos[i]);
        }
    }

    /// <summary>The time from the start of the score, correct to the last bit of a double's rounding.</summary>
    public double SecondsAt(Ticks position) => ScaledMicroseconds(position) / (_ticksPerQuarter * 1e6);

    /// <summary>The time from the start of the score, rounded down to 100 ns.</summary>
    public TimeSpan TimeAt(Ticks position) => new(ScaledMicroseconds(position) * TimeSpan.TicksPerMicrosecond / _ticksPerQuarter);

    private long ScaledMicroseconds(Ticks position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Ticks.Max);
        var segment = Segments.LastAtOrBefore(_starts, position.Value);
        return _elapsed[segment] + ((position.Value - _starts[segment]) * _tempos[segment]);
    }
}
