using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

/// <summary>A pool whose sessions have work to do: time goes in ticks, and with each one workers end, nodes are heard, the schedule decides, nodes follow.</summary>
/// <param name="tick">The time of a tick.</param>
/// <param name="options">Decisions; how long a node may be silent goes by the tick.</param>
internal sealed class SimulatedPool(TimeSpan tick, ScheduleOptions? options = null)
{
    private readonly ScheduleOptions _options = Slowed(options ?? new ScheduleOptions(), tick);
    private readonly HeardNodes _heard = new(Slowed(new ScheduleOptions(), tick), PlayedPool.Noon);
    private readonly Dictionary<string, PlayedNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _deadUntil = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(SimulatedSession Session, DateTimeOffset EndsAt), DateTimeOffset> _ends = new();

    public DateTimeOffset Now { get; private set; } = PlayedPool.Noon;

    public Schedule Schedule { get; private set; } = new();

    public Dictionary<string, SimulatedSession> Sessions { get; } = new(StringComparer.Ordinal);

    public PoolView View => new(_heard, _options, Now);

    /// <summary>How often a worker gave its slot back.</summary>
    public int Preemptions { get; private set; }

    public void Add(PlayedNode node) => _nodes.Add(node.Name, node);

    public void Submit(string session, TrainingPriority priority, TimeSpan work)
    {
        var simulated = new SimulatedSession(new QueueRequest(session, OwnedKey.Parse(session).Owner, priority, Now), work);
        Sessions.Add(session, simulated);
        Schedule = Schedule.Enqueue(simulated.Request, View);
    }

    /// <summary>A node and its workers die; another process takes its place after that time.</summary>
    public void Kill(string node, TimeSpan time)
    {
        foreach (var session in _nodes[node].Running.Keys) Sessions[session].Stop(Now);
        _nodes[node].Restart();
        _deadUntil[node] = Now + time;
    }

    public void Tick()
    {
        Now += tick;
        EndWorkers();
        var alive = _nodes.Values.Where(node => !_deadUntil.TryGetValue(node.Name, out var until) || until <= Now).ToList();
        foreach (var node in alive)
        {
            foreach (var session in node.Asked.Keys.ToArray()) GiveBack(node, session);
            _heard.Hear(node.Report, Schedule.LeasesOn(node.Name), Now);
        }
        Schedule = Schedule.Decide(View);
        foreach (var node in alive) Follow(node);
    }

    private static ScheduleOptions Slowed(ScheduleOptions options, TimeSpan tick)
    {
        (options.NodeSilence, options.StartPatience) = (3 * tick, 5 * tick);
        return options;
    }

    private void EndWorkers()
    {
        while (_ends.TryPeek(out var end, out var at) && at <= Now)
        {
            _ends.Dequeue();
            // A worker that was stopped meanwhile, or started again, has another end.
            if (end.Session.EndsAt != end.EndsAt) continue;
            end.Session.Stop(end.EndsAt);
            _nodes[end.Session.Node!].End(end.Session.Request.Session);
            Schedule = Schedule.Remove(end.Session.Request.Session, View);
        }
    }

    private void GiveBack(PlayedNode node, string session)
    {
        Preemptions++;
        Sessions[session].Stop(Now);
        var slot = node.Running[session].Slot;
        node.End(session);
        Schedule = Schedule.Requeue(Sessions[session].Request, slot, View);
    }

    private void Follow(PlayedNode node)
    {
        var orders = Schedule.OrdersFor(node.Report);
        node.Follow(orders);
        foreach (var order in orders.Start)
        {
            var session = Sessions[order.Session];
            session.Start(node.Name, Now);
            _ends.Enqueue((session, session.EndsAt!.Value), session.EndsAt.Value);
        }
    }
}
