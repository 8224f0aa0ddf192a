using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>A tune that somebody wants to hear.</summary>
/// <param name="Owner">Whose it is, and whose its audio is.</param>
/// <param name="MidiKey">Where its MIDI file lies in the store.</param>
/// <param name="AudioKey">Where its audio belongs.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Format">What it is rendered as.</param>
internal sealed record AudioRequest(string Owner, string MidiKey, string AudioKey, double Seconds, AudioFormat Format);
