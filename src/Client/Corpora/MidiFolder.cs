using System.IO.Enumeration;

namespace MusicGen.Client.Corpora;

/// <summary>Finds the MIDI files of a folder on this machine.</summary>
public static class MidiFolder
{
    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = 0 };

    /// <summary>The endings of MIDI files' names, in either case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".mid", ".midi", ".smf", ".kar", ".rmi"];

    /// <summary>The folder's MIDI files, subfolders and hidden ones included, ordered by path; each is found when it is asked for.</summary>
    /// <remarks>
    /// Links to folders are not followed, because they may lead in circles; links to files are. A folder that cannot be read gives one entry
    /// with its fault, and the others go on. Only the listings of the folders above the present one are held.
    /// </remarks>
    /// <param name="folder">Where to look; may itself be a link.</param>
    /// <param name="prefix">What the names begin with; empty: they begin below the folder.</param>
    public static IEnumerable<LocalMidiFile> Find(DirectoryInfo folder, string prefix = "")
    {
        var waiting = new Stack<Entry>([new Entry(prefix, folder.FullName, IsFolder: true)]);
        while (waiting.TryPop(out var next))
        {
            if (!next.IsFolder)
            {
                yield return LocalMidiFile.At(next.Name, next.Path);
                continue;
            }
            if (FaultOfListing(next, waiting) is { } fault)
                yield return new LocalMidiFile(next.Name.Length > 0 ? next.Name : folder.Name, next.Path, fault);
        }
    }

    /// <summary>Puts what is in a folder before all that still waits.</summary>
    /// <returns>Why it cannot be listed; null where it can.</returns>
    private static string? FaultOfListing(Entry folder, Stack<Entry> waiting)
    {
        try
        {
            var found = new FileSystemEnumerable<Entry>(folder.Path, (ref entry) => EntryOf(ref entry, folder), Everything)
            {
                ShouldIncludePredicate = IsWanted,
            };
            foreach (var entry in found.OrderByDescending(entry => entry.Order, StringComparer.Ordinal)) waiting.Push(entry);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LocalMidiFile.FaultOfName(folder.Path) ?? $"This folder cannot be read: {e.Message}";
        }
    }

    private static bool IsWanted(ref FileSystemEntry entry)
    {
        if (entry.IsDirectory) return !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        var ending = Path.GetExtension(entry.FileName).ToString();
        return Extensions.Contains(ending, StringComparer.OrdinalIgnoreCase);
    }

    private static Entry EntryOf(ref FileSystemEntry entry, Entry folder)
    {
        var name = entry.FileName.ToString();
        return new Entry(Path.Join(folder.Name, name), Path.Join(folder.Path, name), entry.IsDirectory);
    }

    private readonly record struct Entry(string Name, string Path, bool IsFolder)
    {
        /// <summary>With it the order within each folder is the order of whole paths.</summary>
        public string Order => IsFolder ? Path + System.IO.Path.DirectorySeparatorChar : Path;
    }
}
