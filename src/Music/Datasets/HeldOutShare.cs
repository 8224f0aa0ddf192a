namespace MusicGen.Music.Datasets;

/// <summary>How much of a collection the model does not learn from.</summary>
/// <remarks>The defaults are a tenth each: enough pieces to measure with, few enough to spare.</remarks>
/// <param name="Validation">0 … 1.</param>
/// <param name="Test">0 … 1; both together are below 1.</param>
public readonly record struct HeldOutShare(double Validation = 0.1, double Test = 0.1)
{
    public static readonly HeldOutShare Default = new(0.1, 0.1);

    public bool IsValid => Validation >= 0 && Test >= 0 && Validation + Test < 1;
}
