using System.Collections.Immutable;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training;

/// <summary>Who waits and who runs where: first come, first served. Immutable; every decision is a pure function.</summary>
internal sealed record TrainingSchedule
{
    /// <summary>Sessions that wait, the next one first.</summary>
    public ImmutableList<string> Waiting { get; init; } = [];

    public ImmutableList<TrainingLease> Leases { get; init; } = [];

    /// <summary>With the session at the end of the line, unless it waits or runs already.</summary>
    public TrainingSchedule Enqueue(string session) => Knows(session) ? this : this with { Waiting = Waiting.Add(session) };

    /// <summary>With the session at the front of the line and without a device.</summary>
    public TrainingSchedule Requeue(string session)
    {
        var without = Remove(session);
        return without with { Waiting = without.Waiting.Insert(0, session) };
    }

    public TrainingSchedule Remove(string session) => Knows(session)
        ? this with { Waiting = Waiting.Remove(session), Leases = Leases.RemoveAll(lease => lease.Session == session) }
        : this;

    /// <summary>Sessions of a node that is gone wait again, before all others.</summary>
    public TrainingSchedule Lose(string node) => Release(Leases.Where(lease => lease.Node == node), atFront: true);

    /// <summary>Takes in what a node runs, and gives its free slots to those who wait.</summary>
    /// <returns>The schedule, and the sessions that the node must start.</returns>
    public (TrainingSchedule Next, ImmutableList<string> Start) Hear(NodeReport report)
    {
        // What another process of that name ran goes on first. What this one does not honour could not be started, and must not keep the others waiting.
        var lost = Leases.Where(lease => lease.Node == report.Node && lease.Incarnation != report.Incarnation);
        var refused = Leases.Where(lease => lease.Node == report.Node && lease.Incarnation == report.Incarnation && report.Running.All(worker => worker.Session != lease.Session));
        var next = Release(lost, atFront: true).Release(refused, atFront: false);
        var start = next.Waiting.Take(Math.Max(0, report.Slots - report.Running.Count)).ToImmutableList();
        return start.IsEmpty ? (next, start) : (next with
        {
            Waiting = next.Waiting.RemoveRange(0, start.Count),
            Leases = next.Leases.AddRange(start.Select(session => new TrainingLease(session, report.Node, report.Incarnation))),
        }, start);
    }

    private bool Knows(string session) => Waiting.Contains(session) || Leases.Any(lease => lease.Session == session);

    private TrainingSchedule Release(IEnumerable<TrainingLease> leases, bool atFront)
    {
        var released = leases.ToImmutableList();
        return released.IsEmpty ? this : this with
        {
            Leases = Leases.RemoveRange(released),
            Waiting = Waiting.InsertRange(atFront ? 0 : Waiting.Count, released.Select(lease => lease.Session)),
        };
    }
}
