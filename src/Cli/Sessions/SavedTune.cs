using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>A variation of a tune and where it was saved.</summary>
/// <param name="Tune">Its settings, seed included, and its measures.</param>
/// <param name="Midi">Path of the MIDI file.</param>
/// <param name="Notes">Path of the note file.</param>
/// <param name="Variation">Which variation it is.</param>
/// <param name="Audio">Path of the audio, where it was asked for.</param>
internal sealed record SavedTune(TuneSummary Tune, string Midi, string Notes, TuneVariation Variation, string? Audio = null);
