using MusicGen.Client.Corpora;

namespace MusicGen.Bench.Measuring;

/// <summary>A MIDI file in memory.</summary>
/// <param name="Name">Its path below the corpus's folder.</param>
/// <param name="Path">Its whole path.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record MidiInput(string Name, string Path, byte[] Bytes)
{
    /// <summary>The MIDI files of some folders.</summary>
    /// <exception cref="IOException">There are none.</exception>
    public static IReadOnlyList<MidiInput> Load(IEnumerable<DirectoryInfo> folders)
    {
        MidiInput[] inputs = [.. folders.SelectMany(folder => MidiFolder.Find(folder)).Select(file => new MidiInput(file.Name, file.Path, File.ReadAllBytes(file.Path)))];
        return inputs.Length > 0 ? inputs : throw new IOException("There is no MIDI file in the corpus.");
    }
}
