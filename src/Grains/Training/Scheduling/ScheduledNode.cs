using System.Collections.Immutable;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>What a training node last said.</summary>
/// <param name="Report">Its heartbeat.</param>
/// <param name="HeardAt">When it came.</param>
/// <param name="AbsentSince">Sessions with a lease here that it does not run, and since which heartbeat.</param>
internal sealed record ScheduledNode(NodeReport Report, DateTimeOffset HeardAt, ImmutableDictionary<string, DateTimeOffset> AbsentSince)
{
    /// <summary>Whether it runs what the lease allows.</summary>
    public bool Honours(SlotLease lease) => lease.In(Report) is not null;

    public double? RemainingSeconds(SlotLease lease) => lease.In(Report)?.RemainingSeconds;
}
