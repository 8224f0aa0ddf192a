namespace MusicGen.Client.Corpora;

/// <summary>A MIDI file to upload.</summary>
/// <param name="Name">Shown in the file's report.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MidiFile(string Name, ReadOnlyMemory<byte> Content);
