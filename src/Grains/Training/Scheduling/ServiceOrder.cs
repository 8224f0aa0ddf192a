using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>The waiting sessions in the order in which they are served, as far as it can be told now. Each call of <see cref="Next"/> serves one.</summary>
/// <remarks>
/// <para>The higher priority first; then the owner who had least of the devices; of an owner, whoever stands first in the line. A session that is served
/// counts to its owner's usage at once, as if it had run for a usual time, so that nobody takes all free slots.</para>
/// <para>Nobody waits for ever. Of <see cref="TurnEvery"/> starts in a row one at least goes to the session that has waited longest, once that is
/// <see cref="ScheduleOptions.OverdueAfter"/>, and waiting passes for all at the same pace: nobody who has waited less than another can come to have waited more
/// while that one waits, so those before it only become fewer. What starts out of its turn can be preempted by nobody for <see cref="ScheduleOptions.OverdueRun"/>.
/// It counts to its owner's usage all the same, so that waiting wins no larger share.</para>
/// </remarks>
internal sealed class ServiceOrder
{
    public const int TurnEvery = 8;

    private readonly PriorityQueue<WaitingLine, (double Usage, string Owner)>[] _lines =
        [.. Enum.GetValues<TrainingPriority>().Select(_ => new PriorityQueue<WaitingLine, (double, string)>())];

    private readonly WaitingLine _byAge;
    private readonly HashSet<string> _served = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _usage;
    private readonly double _usualSeconds;
    private readonly DateTimeOffset _overdueSince;
    private int _sinceOverdue;

    public ServiceOrder(Schedule schedule, PoolView view)
    {
        _usualSeconds = schedule.UsualSeconds(view.Options);
        _usage = schedule.UsageByOwner(view);
        _overdueSince = view.Now - view.Options.OverdueAfter;
        _sinceOverdue = schedule.SinceOverdue;
        _byAge = new WaitingLine("", schedule.Waiting);
        foreach (var (priority, owner, sessions) in schedule.Waiting.Lines) _lines[(int)priority].Enqueue(new WaitingLine(owner, sessions), (UsageOf(owner), owner));
    }

    /// <summary>The owner's usage, with what was served so far.</summary>
    public double UsageOf(string owner) => _usage.GetValueOrDefault(owner);

    /// <summary>Null where nobody waits any more.</summary>
    public ServedSession? Next()
    {
        if (Regular() is not { } session) return null;
        var longest = Longest();
        var isOutOfTurn = longest is not null && longest != session && _sinceOverdue == TurnEvery - 1;
        return Serve(isOutOfTurn ? longest! : session, longest, isOutOfTurn);
    }

    /// <summary>The same by priority, usage and line alone: waiting gives no right to the device of those who have just begun.</summary>
    public ServedSession? NextInOrder() => Regular() is { } session ? Serve(session, Longest(), isOutOfTurn: false) : null;

    private ServedSession Serve(QueuedSession session, QueuedSession? longest, bool isOutOfTurn)
    {
        _sinceOverdue = session == longest ? 0 : Math.Min(_sinceOverdue + 1, TurnEvery - 1);
        _served.Add(session.Session);
        _usage[session.Owner] = UsageOf(session.Owner) + _usualSeconds;
        return new ServedSession(session, isOutOfTurn, _sinceOverdue);
    }

    private QueuedSession? Regular()
    {
        foreach (var lines in _lines)
        {
            while (lines.TryPeek(out var line, out var reckoned))
            {
                if (line.First(_served) is not { } first) lines.Dequeue();
                // Usage only grows, so the owner's place is right as soon as it is reckoned with the present usage.
                else if (UsageOf(line.Owner) > reckoned.Usage) lines.DequeueEnqueue(line, (UsageOf(line.Owner), line.Owner));
                else return first;
            }
        }
        return null;
    }

    /// <summary>Of those not served yet the one that has waited longest; null where that is no longer than <see cref="ScheduleOptions.OverdueAfter"/>.</summary>
    public QueuedSession? Longest() => _byAge.First(_served) is { } longest && longest.WaitsAsIfSince() <= _overdueSince ? longest : null;
}
