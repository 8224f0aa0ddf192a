using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>A session of a simulated pool. What a stopped worker did is kept.</summary>
internal sealed class SimulatedSession(QueueRequest request, TimeSpan work)
{
    private DateTimeOffset? _startedAt;
    private TimeSpan _left = work;

    public QueueRequest Request => request;

    public string? Node { get; private set; }

    /// <summary>When it first had a slot, measured from its submission; null before.</summary>
    public TimeSpan? Wait { get; private set; }

    public DateTimeOffset? EndsAt => _startedAt + _left;

    public TimeSpan Ran { get; private set; }

    public void Start(string node, DateTimeOffset now)
    {
        (Node, _startedAt) = (node, now);
        Wait ??= now - request.SubmittedAt;
    }

    public void Stop(DateTimeOffset now)
    {
        var ran = now - _startedAt!.Value;
        (_left, Ran, _startedAt) = (_left - ran, Ran + ran, null);
    }

    /// <summary>With what it has run until now.</summary>
    public TimeSpan RanUntil(DateTimeOffset now) => Ran + (now - _startedAt ?? TimeSpan.Zero);
}
