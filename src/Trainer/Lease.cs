namespace MusicGen.Trainer;

/// <summary>The right to train and to write: it ends by itself unless the session says that it has heard the worker.</summary>
/// <remarks>
/// A renewal counts from the moment in which the worker spoke, not from the one in which it learnt that it was heard: so a process that was stopped in
/// between, for however long, does not believe an answer that lay waiting. Safe for concurrent use.
/// </remarks>
/// <param name="duration">How long it holds.</param>
/// <param name="untilTheFirstStep">How long it holds before that, while nobody knows how long a step takes.</param>
/// <param name="clock">Goes on while the process is stopped.</param>
internal sealed class Lease(TimeSpan duration, TimeSpan untilTheFirstStep, TimeProvider clock)
{
    /// <summary>Whoever is silent for ten usual steps does something else than its work.</summary>
    private const int Steps = 10;

    /// <summary>A step that takes no longer than one in ten of the last ones is usual: so a single long one is not, and those of the longest pieces are.</summary>
    private const double Usual = 0.9;

    private const int StepsRemembered = 256;

    /// <summary>A store that writes less than this in a second has failed.</summary>
    private const double SlowestStoreBytes = 5e6;

    private readonly Lock _gate = new();
    private readonly Queue<(long Number, long At)> _said = [];
    private readonly Queue<TimeSpan> _steps = [];
    private long _renewedAt = clock.GetTimestamp();
    private long _workedAt = clock.GetTimestamp();
    private TimeSpan? _usualStep;
    private TimeSpan _writing;

    /// <summary>How long the worker may be silent: longer than the lease where its steps take long.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate) return Allowed();
        }
    }

    /// <summary>False once it has ended: nothing may be written any more.</summary>
    public bool Holds
    {
        get
        {
            lock (_gate) return clock.GetElapsedTime(_renewedAt) <= Allowed();
        }
    }

    /// <summary>Some work was done since the last time: a step, a part of an evaluation. How long the worker may be silent is up to the steps.</summary>
    public void Work(bool isStep)
    {
        lock (_gate)
        {
            var (before, now) = (_workedAt, clock.GetTimestamp());
            _workedAt = now;
            if (!isStep) return;
            _steps.Enqueue(clock.GetElapsedTime(before, now));
            if (_steps.Count > StepsRemembered) _steps.Dequeue();
            _usualStep = _steps.Order().ElementAt((int)(Usual * (_steps.Count - 1)));
        }
    }

    /// <summary>So many bytes are about to be written, in which nothing can be said; 0: they are.</summary>
    /// <returns>Whether the worker may be silent for longer than before, so that the session must know.</returns>
    public bool Write(long bytes)
    {
        lock (_gate)
        {
            var before = Allowed();
            _writing = TimeSpan.FromSeconds(bytes / SlowestStoreBytes);
            return Allowed() > before;
        }
    }

    /// <summary>The worker says something.</summary>
    public void Say(long number)
    {
        lock (_gate) _said.Enqueue((number, clock.GetTimestamp()));
    }

    /// <summary>The session has heard it.</summary>
    public void Renew(long number)
    {
        lock (_gate)
        {
            while (_said.TryPeek(out var said) && said.Number <= number)
            {
                _renewedAt = said.At;
                _said.Dequeue();
            }
        }
    }

    private TimeSpan Allowed()
    {
        var needed = _usualStep is { } step ? Steps * step : untilTheFirstStep;
        return new[] { needed, duration, _writing }.Max();
    }
}
