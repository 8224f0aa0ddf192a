namespace MusicGen.Music.Analysis;

/// <summary>Which meter a piece says it is in.</summary>
/// <param name="Numerator">Beats in a bar of the meter that holds for most of the score time, 1 … 255.</param>
/// <param name="Denominator">That meter's beat, a power of two; 4 is a quarter.</param>
/// <param name="Count">How many different meters hold somewhere, at least 1; where nothing is said, 4/4 holds.</param>
public readonly record struct MeterProfile(int Numerator, int Denominator, int Count)
{
    public override string ToString() => $"{Numerator}/{Denominator}";
}
