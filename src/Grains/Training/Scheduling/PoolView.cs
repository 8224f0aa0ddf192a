namespace MusicGen.Grains.Training.Scheduling;

/// <summary>What the queue goes by beside its state: its nodes, its options, and what time it is.</summary>
internal readonly record struct PoolView(HeardNodes Nodes, ScheduleOptions Options, DateTimeOffset Now)
{
    public bool IsSilent(string node) => Nodes.IsSilent(node, Now);
}
