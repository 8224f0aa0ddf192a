namespace MusicGen.Music.Scores;

/// <summary>From this position on, a bar has so many beats; a bar starts here.</summary>
/// <param name="At">Where it starts to hold.</param>
/// <param name="Numerator">Beats in a bar, 1 … 255.</param>
/// <param name="Denominator">The beat's note value, a power of two, 1 … 128; 4 is a quarter.</param>
public readonly record struct Meter(Ticks At, int Numerator, int Denominator)
{
    /// <summary>What holds where nothing is said (Standard MIDI Files 1.0).</summary>
    public static readonly Meter Default = new(Ticks.Zero, 4, 4);

    public bool IsValid =>
        Numerator is >= 1 and <= 255 && Denominator is >= 1 and <= 128 && int.IsPow2(Denominator) && At <= Ticks.Max;
}
