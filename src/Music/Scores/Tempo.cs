namespace MusicGen.Music.Scores;

/// <summary>From this position on, a quarter lasts so long.</summary>
/// <param name="At">Where it starts to hold.</param>
/// <param name="MicrosecondsPerQuarter">1 … <see cref="Slowest"/>; 500,000 is 120 quarters a minute.</param>
public readonly record struct Tempo(Ticks At, int MicrosecondsPerQuarter)
{
    /// <summary>The largest number that a MIDI file can say: 24 bits.</summary>
    public const int Slowest = 0xFF_FFFF;

    /// <summary>What holds where nothing is said: 120 quarters a minute (Standard MIDI Files 1.0).</summary>
    public const int DefaultMicrosecondsPerQuarter = 500_000;

    public bool IsValid => MicrosecondsPerQuarter is >= 1 and <= Slowest && At <= Ticks.Max;
}
