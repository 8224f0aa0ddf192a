using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>Finds the slots that may be given away.</summary>
internal static class FreeSlots
{
    /// <summary>The best first: GPUs before processors, devices that nobody uses before those that are shared.</summary>
    public static IReadOnlyList<FreeSlot> Of(Schedule schedule, PoolView view)
    {
        var slots = new List<(FreeSlot Slot, DeviceKind Kind, int Sharing)>();
        foreach (var node in view.Nodes.All)
        {
            var report = node.Report;
            if (!report.TakesNew || schedule.CordonOf(report.Node) != NodeCordon.None || view.Nodes.IsLate(node, view.Now)) continue;
            var leases = schedule.LeasesOn(report.Node);
            foreach (var device in report.Devices)
            {
                for (var used = Used(device.Id, report, leases); used < device.Slots; used++)
                    slots.Add((new FreeSlot(report.Node, report.Incarnation, device.Id), device.Kind, used));
            }
        }
        slots.Sort(static (one, other) =>
        {
            var order = other.Kind.CompareTo(one.Kind);
            if (order == 0) order = one.Sharing.CompareTo(other.Sharing);
            return order != 0 ? order : string.CompareOrdinal(one.Slot.Node, other.Slot.Node);
        });
        return [.. slots.Select(slot => slot.Slot)];
    }

    /// <summary>Slots of the device that are given away, or taken by workers that should not be there and are about to be killed.</summary>
    private static int Used(string device, NodeReport report, IReadOnlyList<SlotLease> leases)
    {
        var used = 0;
        foreach (var lease in leases)
        {
            if (lease.Device == device) used++;
        }
        foreach (var worker in report.Running)
        {
            if (worker.Device == device && !SlotLease.IsAmong(leases, worker)) used++;
        }
        return used;
    }
}
