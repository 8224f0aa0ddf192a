namespace MusicGen.Learning.Training;

/// <summary>How fast a training goes.</summary>
internal sealed class StepPace(TimeProvider clock)
{
    // The pace of about 50 steps.
    private const double Smoothness = 0.98;

    private long _begun;
    private double? _secondsAStep;

    /// <summary>Of the last step.</summary>
    public double TokensPerSecond { get; private set; }

    public void Begin() => _begun = clock.GetTimestamp();

    /// <param name="tokens">That the step has learnt from.</param>
    public void End(int tokens)
    {
        var seconds = Math.Max(clock.GetElapsedTime(_begun).TotalSeconds, 1e-9);
        TokensPerSecond = tokens / seconds;
        _secondsAStep = _secondsAStep is { } before ? (Smoothness * before) + ((1 - Smoothness) * seconds) : seconds;
    }

    /// <summary>What so many steps may take; null before the first.</summary>
    public double? SecondsFor(long steps) => _secondsAStep * steps;
}
