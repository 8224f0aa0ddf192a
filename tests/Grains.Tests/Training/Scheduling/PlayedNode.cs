using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>A training node, without its workers.</summary>
internal sealed class PlayedNode(string name, params DeviceReport[] devices)
{
    private readonly Dictionary<string, StartOrder> _running = new(StringComparer.Ordinal);
    private int _incarnation = 1;
    private NodeReport? _report;

    public string Name => name;

    /// <summary>What it runs, as it was told to, by session.</summary>
    public IReadOnlyDictionary<string, StartOrder> Running => _running;

    /// <summary>Sessions that it was asked to give back, and why.</summary>
    public Dictionary<string, YieldReason> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it says that it starts what it is given.</summary>
    public bool TakesNew
    {
        get;
        set => (field, _report) = (value, null);
    }
    = true;

    public NodeReport Report => _report ??= new NodeReport(
        name, $"{_incarnation}", [.. _running.Values.Select(order => new RunningWorker(order.Session, order.Slot, order.Device, null))], PoolName.Default, devices, TakesNew);

    public static DeviceReport Cpu(int slots = 1) => new("cpu", DeviceKind.Cpu, "4 CPU cores", 1 << 30, slots);

    public static DeviceReport Gpu(int number, int slots = 1) => new($"cuda:{number}", DeviceKind.Cuda, "A GPU", 1 << 30, slots);

    /// <summary>Does what it is told, as a real node does: what it runs already it does not start again.</summary>
    public void Follow(NodeOrders orders)
    {
        foreach (var order in orders.Yield) Asked[order.Session] = order.Reason;
        foreach (var order in orders.Start)
        {
            if (!_running.TryAdd(order.Session, order)) continue;
            _report = null;
            var device = Assert.Single(devices, device => device.Id == order.Device);
            Assert.True(_running.Values.Count(used => used.Device == device.Id) <= device.Slots, $"{name} was given more than {device.Slots} sessions for {device.Id}.");
        }
        // Killing takes its time.
        foreach (var order in orders.Kill)
        {
            if (_running.GetValueOrDefault(order.Session)?.Slot == order.Slot) End(order.Session);
        }
    }

    /// <summary>The worker of a session has ended.</summary>
    public void End(string session)
    {
        if (_running.Remove(session)) _report = null;
        Asked.Remove(session);
    }

    /// <summary>Another process takes its place; no worker outlives the old one.</summary>
    public void Restart()
    {
        _incarnation++;
        _running.Clear();
        Asked.Clear();
        _report = null;
    }
}
