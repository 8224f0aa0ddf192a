using System.Collections.Immutable;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>Which checkpoints of a session stay: the last ones, to resume from, and those with the lowest held-out losses, to compose with.</summary>
internal static class CheckpointRetention
{
    /// <param name="checkpoints">Oldest first.</param>
    /// <param name="options">How many of each.</param>
    public static ImmutableList<CheckpointSummary> Keep(ImmutableList<CheckpointSummary> checkpoints, TrainingOptions options)
    {
        var best = checkpoints.Where(checkpoint => checkpoint.HeldOut is not null).OrderBy(checkpoint => checkpoint.HeldOut).Take(options.KeepBest).ToHashSet();
        var last = checkpoints.TakeLast(options.KeepLast).ToHashSet();
        return checkpoints.RemoveAll(checkpoint => !best.Contains(checkpoint) && !last.Contains(checkpoint));
    }

    /// <summary>The one with the lowest held-out loss; the last one where nothing was held out; null where there is none.</summary>
    public static CheckpointSummary? Best(IReadOnlyList<CheckpointSummary> checkpoints) =>
        checkpoints.Where(checkpoint => checkpoint.HeldOut is not null).MinBy(checkpoint => checkpoint.HeldOut) ?? (checkpoints.Count > 0 ? checkpoints[^1] : null);
}
