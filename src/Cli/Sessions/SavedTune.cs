using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>A tune and where it was saved.</summary>
/// <param name="Tune">Its settings, seed included, and its measures.</param>
/// <param name="Midi">Path of the MIDI file.</param>
/// <param name="Notes">Path of the note file.</param>
internal sealed record SavedTune(TuneSummary Tune, string Midi, string Notes);
