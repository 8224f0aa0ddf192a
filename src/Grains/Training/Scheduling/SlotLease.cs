using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>A device slot given to a session.</summary>
/// <param name="Holder">The session; its waiting stands still meanwhile.</param>
/// <param name="Node">The silo's name.</param>
/// <param name="Incarnation">The run of the silo's process.</param>
/// <param name="Device">Id of the device on that node.</param>
/// <param name="StartedAt">When it was given.</param>
/// <param name="IsOutOfTurn">It was served because it had waited longest.</param>
/// <param name="Number">Tells the lease from others of the session: of two the later one has the larger number.</param>
/// <param name="YieldingSince">When a session of higher priority was found for the slot; null: it may stay.</param>
internal sealed record SlotLease(
    QueuedSession Holder, string Node, string Incarnation, string Device, DateTimeOffset StartedAt, bool IsOutOfTurn, long Number, DateTimeOffset? YieldingSince = null)
{
    /// <summary>Whether a worker of the lease's node is the one that the lease is for.</summary>
    public bool Allows(RunningWorker worker) => worker.Session == Holder.Session && worker.Slot == Number;

    /// <summary>Whether one of a node's leases is for a worker that the node runs.</summary>
    public static bool IsAmong(IReadOnlyList<SlotLease> leases, RunningWorker worker)
    {
        foreach (var lease in leases)
        {
            if (lease.Allows(worker)) return true;
        }
        return false;
    }

    /// <summary>The worker that the lease is for, among those of a report of its node; null where there is none.</summary>
    public RunningWorker? In(NodeReport report)
    {
        if (report.Incarnation != Incarnation) return null;
        foreach (var worker in report.Running)
        {
            if (Allows(worker)) return worker;
        }
        return null;
    }

    /// <summary>Only a session of higher priority may take the slot. What was served out of its turn has some time in which none may, or it would need one turn after another.</summary>
    public TrainingPriority ClassAt(DateTimeOffset now, ScheduleOptions options) =>
        IsOutOfTurn && Held(now) < options.OverdueRun ? TrainingPriority.Interactive : Holder.Priority;

    public TimeSpan Held(DateTimeOffset now) => now > StartedAt ? now - StartedAt : TimeSpan.Zero;
}
