namespace MusicGen.Grains.Training.Scheduling;

/// <summary>How long sessions of the pool have devices from their start until they leave the queue; a mean in which the last few dozen count.</summary>
internal readonly record struct MeanRun(int Runs, double Seconds)
{
    private const int Remembered = 50;

    /// <summary>Null before the first run has ended.</summary>
    public double? Expected() => Runs == 0 ? null : Seconds;

    public MeanRun With(double seconds)
    {
        var runs = Math.Min(Runs + 1, Remembered);
        return new MeanRun(runs, Seconds + (seconds - Seconds) / runs);
    }
}
