namespace MusicGen.Client.Corpora;

/// <summary>A MIDI file on this machine that waits to be uploaded.</summary>
/// <param name="Name">The name to upload it with: below the folder that it was found in.</param>
/// <param name="Path">Where it is.</param>
/// <param name="SizeBytes">Its length when it was found.</param>
public sealed record LocalMidiFile(string Name, string Path, long SizeBytes)
{
    /// <summary>Reads it whole.</summary>
    /// <exception cref="IOException">It cannot be read; so also <see cref="UnauthorizedAccessException"/>.</exception>
    public MidiFile Read() => new(Name, File.ReadAllBytes(Path));
}
