using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>What the phases of tunes have in common.</summary>
public static class TunePhases
{
    /// <summary>Whether nothing more is composed.</summary>
    public static bool HasEnded(this TunePhase phase) => phase is not (TunePhase.Queued or TunePhase.Running);
}
