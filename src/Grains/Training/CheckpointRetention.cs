using System.Collections.Immutable;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>Which checkpoints of a session stay: the last two, to resume from, and the one with the lowest held-out loss, to compose with.</summary>
internal static class CheckpointRetention
{
    private const int LastKept = 2;

    /// <param name="checkpoints">Oldest first.</param>
    public static ImmutableList<CheckpointSummary> Keep(ImmutableList<CheckpointSummary> checkpoints)
    {
        var best = Best(checkpoints);
        return checkpoints.RemoveAll(checkpoint => checkpoint != best && checkpoints.IndexOf(checkpoint) < checkpoints.Count - LastKept);
    }

    /// <summary>The one with the lowest held-out loss; the last one where nothing was held out; null where there is none.</summary>
    public static CheckpointSummary? Best(IReadOnlyList<CheckpointSummary> checkpoints) =>
        checkpoints.Where(checkpoint => checkpoint.HeldOut is not null).MinBy(checkpoint => checkpoint.HeldOut) ?? (checkpoints.Count > 0 ? checkpoints[^1] : null);
}
