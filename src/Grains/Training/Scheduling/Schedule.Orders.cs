using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training.Scheduling;

internal sealed partial record Schedule
{
    /// <summary>All that a node must do to come to what was decided. Following it twice does no harm, so an answer that is lost is made good by the next one.</summary>
    public NodeOrders OrdersFor(NodeReport report)
    {
        var isDraining = CordonOf(report.Node) == NodeCordon.Draining;
        var leases = LeasesOn(report.Node);
        List<StartOrder>? start = null;
        List<YieldOrder>? yield = null;
        List<KillOrder>? kill = null;
        foreach (var lease in leases)
        {
            if (lease.Incarnation != report.Incarnation) continue;
            var isRunning = lease.In(report) is not null;
            if (isRunning && isDraining) (yield ??= []).Add(new YieldOrder(lease.Holder.Session, YieldReason.Drained));
            else if (isRunning && lease.YieldingSince is not null) (yield ??= []).Add(new YieldOrder(lease.Holder.Session, YieldReason.Preempted));
            else if (!isRunning && !isDraining && report.TakesNew && HasRoom(report, lease.Device, start)) (start ??= []).Add(new StartOrder(lease.Holder.Session, lease.Device, lease.Number));
        }
        foreach (var worker in report.Running)
        {
            if (!SlotLease.IsAmong(leases, worker)) (kill ??= []).Add(new KillOrder(worker.Session, worker.Slot));
        }
        return start is null && yield is null && kill is null ? NodeOrders.None : new NodeOrders(start ?? [], yield ?? [], kill ?? []);
    }

    /// <summary>A worker that is about to be killed has its device until it is gone.</summary>
    private static bool HasRoom(NodeReport report, string device, List<StartOrder>? start)
    {
        var slots = report.Devices.FirstOrDefault(one => one.Id == device)?.Slots ?? 0;
        return report.Running.Count(worker => worker.Device == device) + (start?.Count(order => order.Device == device) ?? 0) < slots;
    }
}
