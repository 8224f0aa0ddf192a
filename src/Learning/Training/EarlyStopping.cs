using MusicGen.Contracts.Training;

namespace MusicGen.Learning.Training;

/// <summary>Whether it is worth going on.</summary>
internal static class EarlyStopping
{
    /// <summary>True when the held-out loss was lowest so many passes ago.</summary>
    /// <param name="losses">Of the passes so far.</param>
    /// <param name="patience">Passes without a lower held-out loss; 0: any number.</param>
    /// <param name="from">Passes that were done when its owner asked for more: patience begins anew with them.</param>
    public static bool IsTime(IReadOnlyList<EpochLosses> losses, int patience, int from)
    {
        if (patience == 0 || losses.Count == 0) return false;
        var best = losses.Where(row => row.HeldOut is not null).MinBy(row => row.HeldOut);
        return best is not null && losses[^1].Epoch - Math.Max(best.Epoch, from) >= patience;
    }
}
