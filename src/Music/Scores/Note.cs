namespace MusicGen.Music.Scores;

/// <summary>One sounding key: it lasts from <paramref name="Onset"/> up to, and without, its end.</summary>
/// <param name="Onset">When it starts.</param>
/// <param name="Duration">How long it lasts; zero is possible, files hold such notes.</param>
/// <param name="Pitch">MIDI key, 0 … 127; 60 is middle C. On the drum channel it names an instrument.</param>
/// <param name="Velocity">1 … 127.</param>
/// <param name="Channel">MIDI channel, 0 … 15.</param>
/// <remarks>24 bytes: its small numbers are kept in 16 bits, out-of-range ones at the nearest of these.</remarks>
public readonly record struct Note(Ticks Onset, Ticks Duration, int Pitch, int Velocity, int Channel) : IComparable<Note>
{
    private readonly short _pitch = Narrow(Pitch);
    private readonly short _velocity = Narrow(Velocity);
    private readonly short _channel = Narrow(Channel);

    /// <summary>MIDI key, 0 … 127; 60 is middle C. On the drum channel it names an instrument.</summary>
    public int Pitch
    {
        get => _pitch;
        init => _pitch = Narrow(value);
    }

    /// <summary>1 … 127.</summary>
    public int Velocity
    {
        get => _velocity;
        init => _velocity = Narrow(value);
    }

    /// <summary>MIDI channel, 0 … 15.</summary>
    public int Channel
    {
        get => _channel;
        init => _channel = Narrow(value);
    }

    /// <summary>The first instant after the note.</summary>
    public Ticks End => Onset + Duration;

    /// <summary>Whether every part lies in its range, and the end is no later than <see cref="Ticks.Max"/>.</summary>
    public bool IsValid =>
        Pitch is >= 0 and <= 127 && Velocity is >= 1 and <= 127 && Channel is >= 0 and <= 15
        && Onset <= Ticks.Max && Duration <= Ticks.Max && End <= Ticks.Max;

    public static bool operator <(Note left, Note right) => left.CompareTo(right) < 0;

    public static bool operator >(Note left, Note right) => left.CompareTo(right) > 0;

    public static bool operator <=(Note left, Note right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Note left, Note right) => left.CompareTo(right) >= 0;

    /// <summary>By onset, then pitch, then duration, velocity and channel.</summary>
    public int CompareTo(Note other)
    {
        var order = Onset.CompareTo(other.Onset);
        if (order == 0) order = Pitch.CompareTo(other.Pitch);
        if (order == 0) order = Duration.CompareTo(other.Duration);
        if (order == 0) order = Velocity.CompareTo(other.Velocity);
        return order != 0 ? order : Channel.CompareTo(other.Channel);
    }

    private static short Narrow(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
