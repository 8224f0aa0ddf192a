using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>What was composed in one call.</summary>
/// <param name="Session">The session that composed.</param>
/// <param name="Tunes">In their order, the variations of each one after the other.</param>
internal sealed record ComposeResult(SessionSummary Session, IReadOnlyList<SavedTune> Tunes);
