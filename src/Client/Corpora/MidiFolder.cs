namespace MusicGen.Client.Corpora;

/// <summary>Finds the MIDI files of a folder on this machine.</summary>
public static class MidiFolder
{
    /// <summary>The endings of MIDI files' names, in either case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".mid", ".midi", ".smf", ".kar", ".rmi"];

    /// <summary>The folder's MIDI files, subfolders and hidden ones included, ordered by path.</summary>
    /// <exception cref="IOException">There is no such folder, or it cannot be read; so also <see cref="UnauthorizedAccessException"/>.</exception>
    public static IReadOnlyList<LocalMidiFile> Find(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
            .Where(file => Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => new LocalMidiFile(Path.GetRelativePath(folder.FullName, file.FullName), file.FullName, file.Length))];
}
