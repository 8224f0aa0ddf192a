using MusicGen.Client.Corpora;
using MusicGen.Silo.Corpora;

namespace MusicGen.Silo.Demo;

/// <summary>A folder of MIDI files on this machine.</summary>
internal static class MidiFolder
{
    private static readonly string[] Extensions = [".mid", ".midi", ".smf", ".kar", ".rmi"];

    /// <summary>The folder's MIDI files, subfolders included, by name; each is read when it is its turn.</summary>
    /// <exception cref="DemoException">There is no such folder, it cannot be read, or it has no MIDI file.</exception>
    public static IReadOnlyList<Lazy<MidiFile>> Collect(DirectoryInfo folder)
    {
        if (!folder.Exists) throw new DemoException($"There is no folder {folder.FullName}.");
        string[] paths;
        try
        {
            paths = [.. folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
                .Where(file => Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase) && file.Length <= MidiUpload.MaxFileBytes)
                .Select(file => file.FullName)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"{folder.FullName} cannot be read: {e.Message}", e);
        }
        if (paths.Length == 0) throw new DemoException($"{folder.FullName} has no MIDI file ({string.Join(", ", Extensions)}): name a folder that has some with --corpus.");
        Array.Sort(paths, StringComparer.Ordinal);
        return [.. paths.Select(path => new Lazy<MidiFile>(() => Read(folder.FullName, path)))];
    }

    private static MidiFile Read(string folder, string path)
    {
        try
        {
            return new MidiFile(Path.GetRelativePath(folder, path), File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
