using MusicGen.Client.Corpora;

namespace MusicGen.Cli.Midi;

/// <summary>The files that the caller named, by themselves or by their folders, called as the caller would call them.</summary>
internal sealed class NamedFiles(IReadOnlyList<string> paths)
{
    /// <summary>For the help.</summary>
    public static string Description { get; } =
        $"MIDI files, and folders whose MIDI files ({string.Join(", ", MidiFolder.Extensions)}) are read, subfolders included; links to folders are not followed.";

    /// <summary>Whether <see cref="Find"/> has come upon any file, readable or not.</summary>
    public bool HasFound { get; private set; }

    /// <summary>What to say where it has not.</summary>
    public string NothingFound => $"There is no MIDI file ({string.Join(", ", MidiFolder.Extensions)}) in {string.Join(", ", paths)}.";

    /// <summary>One after the other; what is missing or cannot be searched comes with its fault.</summary>
    public IEnumerable<LocalMidiFile> Find()
    {
        foreach (var path in paths)
        {
            // One that is named by itself is taken whatever its ending is.
            var found = Directory.Exists(path) ? MidiFolder.Find(new DirectoryInfo(path), path) : [LocalMidiFile.At(path, path)];
            foreach (var file in found)
            {
                HasFound |= File.Exists(file.Path);
                yield return file;
            }
        }
    }
}
