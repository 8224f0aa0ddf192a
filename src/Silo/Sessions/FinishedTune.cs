using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Sessions;

/// <summary>What is asked of a tune that has files.</summary>
internal static class FinishedTune
{
    /// <summary>Why there is no such music; null where there is.</summary>
    public static Problem? FindProblem(TuneSummary tune, int variation)
    {
        if (tune.DeletedAt is not null) return Deleted(tune.Number);
        if (tune.Phase != TunePhase.Succeeded)
            return new Problem(ProblemKind.Conflict, "tune-not-finished", $"Tune {tune.Number} is {ContractJson.NameOf(tune.Phase)}: there is nothing to download.");
        return variation >= 1 && variation <= tune.Variations.Count
            ? null
            : new Problem(ProblemKind.NotFound, "variation-not-found", $"Tune {tune.Number} has no variation {variation}: they are numbered 1 to {tune.Variations.Count}.", "variation");
    }

    public static Problem Deleted(int number) => new(ProblemKind.NotFound, "tune-deleted", $"The files of tune {number} were deleted.");
}
