using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Storage;

namespace MusicGen.Grains.Training;

[GrainType(TypeName)]
internal sealed class TrainingQueueGrain(
    [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<TrainingSchedule> stored, TimeProvider clock) : Grain, ITrainingQueueGrain
{
    public const string TypeName = "training-queue";

    /// <summary>Ten missed heartbeats: longer than any pause of a busy machine, and within the ten seconds in which work must move.</summary>
    private static readonly TimeSpan NodeSilence = TimeSpan.FromSeconds(10);

    private readonly DurableState<TrainingSchedule> _state = new(stored);
    private readonly Dictionary<string, (NodeReport Report, long At)> _nodes = new(StringComparer.Ordinal);
    private readonly long _activatedAt = clock.GetTimestamp();

    public Task Enqueue(string session) => _state.UpdateAsync(schedule => schedule.Enqueue(session));

    public Task Requeue(string session) => _state.UpdateAsync(schedule => schedule.Requeue(session));

    public Task Remove(string session) => _state.UpdateAsync(schedule => schedule.Remove(session));

    public async Task<IReadOnlyList<string>> Heartbeat(NodeReport report)
    {
        _nodes[report.Node] = (report, clock.GetTimestamp());
        IReadOnlyList<string> start = [];
        await _state.UpdateAsync(schedule =>
        {
            (var next, start) = LoseSilentNodes(schedule).Hear(report);
            return next;
        });
        return start;
    }

    public Task<QueueSummary> Get() => Task.FromResult(new QueueSummary(
        [.. _state.Value.Leases.Select(lease => new QueueEntry(lease.Session, lease.Node, null))],
        [.. _state.Value.Waiting.Select((session, index) => new QueueEntry(session, null, index + 1))],
        _nodes.Values.Where(node => !IsSilentSince(node.At)).Sum(node => node.Report.Slots)));

    /// <summary>A node that this activation never heard has as long to be heard as one that fell silent.</summary>
    private TrainingSchedule LoseSilentNodes(TrainingSchedule schedule) => schedule.Leases.Select(lease => lease.Node).Distinct()
        .Where(node => IsSilentSince(_nodes.TryGetValue(node, out var heard) ? heard.At : _activatedAt))
        .Aggregate(schedule, (now, node) => now.Lose(node));

    private bool IsSilentSince(long timestamp) => clock.GetElapsedTime(timestamp) > NodeSilence;
}
