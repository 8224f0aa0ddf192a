namespace MusicGen.Music.Scores;

/// <summary>A position or length in score time.</summary>
/// <remarks>Never negative; the default is zero. Becomes seconds only through a <see cref="TempoMap"/>.</remarks>
/// <param name="Value">The number of ticks.</param>
/// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
public readonly record struct Ticks(long Value) : IComparable<Ticks>
{
    /// <summary>The latest position in a score: 2³⁵ ticks.</summary>
    /// <remarks>
    /// Ten times this many ticks at the slowest tempo (2²⁴ − 1 microseconds a quarter, one tick a quarter) stay below 2⁶³, so
    /// every time is exact in 64-bit units of 100 ns. At 480 ticks a quarter it is more than a year.
    /// </remarks>
    public static readonly Ticks Max = new(1L << 35);

    public static readonly Ticks Zero;

    public long Value { get; } = Value >= 0
        ? Value
        : throw new ArgumentOutOfRangeException(nameof(Value), Value, "Score time is never negative.");

    public static Ticks operator +(Ticks left, Ticks right) => new(checked(left.Value + right.Value));

    /// <exception cref="ArgumentOutOfRangeException">The right side is the larger one.</exception>
    public static Ticks operator -(Ticks left, Ticks right) => new(left.Value - right.Value);

    public static bool operator <(Ticks left, Ticks right) => left.Value < right.Value;

    public static bool operator >(Ticks left, Ticks right) => left.Value > right.Value;

    public static bool operator <=(Ticks left, Ticks right) => left.Value <= right.Value;

    public static bool operator >=(Ticks left, Ticks right) => left.Value >= right.Value;

    public static Ticks Later(Ticks one, Ticks other) => one > other ? one : other;

    public int CompareTo(Ticks other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}
