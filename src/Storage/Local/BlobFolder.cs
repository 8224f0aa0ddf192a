using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace MusicGen.Storage.Local;

/// <summary>The tree of blobs: key <c>a/b</c> is the file <c>a/b@</c>.</summary>
/// <remarks>
/// No key has an at sign, so the file of <c>a</c> and the folder of <c>a/b</c> never meet. Folders come and go with their blobs: removing one that is
/// not empty fails in the kernel, and a writer whose folder was removed under it makes it again.
/// </remarks>
internal sealed class BlobFolder
{
    private const char Mark = '@';
    private const int PlaceAttempts = 100;

    // EEXIST of Linux, asm-generic/errno-base.h.
    private const int AlreadyExists = 17;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0 };

    private readonly string _root;

    public BlobFolder(string root) => _root = Directory.CreateDirectory(root).FullName;

    public string PathOf(string key) => Path.Join(_root, key) + Mark;

    /// <summary>For reading, without keeping anyone from replacing or deleting the blob; null when there is none.</summary>
    public SafeFileHandle? TryOpen(string key)
    {
        try
        {
            return File.OpenHandle(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Moves a finished file to its name; durable on return.</summary>
    public void Place(string file, string key)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Create(folder);
                File.Move(file, path, overwrite: true);
                break;
            }
            catch (IOException failure) when (IsFolderInMotion(failure) && attempt < PlaceAttempts && File.Exists(file))
            {
                // Removals of other blobs took the empty folder away between two of the calls.
            }
        }
        FolderSync.Flush(folder);
    }

    /// <summary>Deletes a blob's file and the folders that are empty then; durable on return.</summary>
    public void Remove(string key)
    {
        var path = PathOf(key);
        File.Delete(path);
        var folder = Path.GetDirectoryName(path)!;
        while (folder != _root && (TryRemoveEmpty(folder) || !FolderSync.TryFlush(folder))) folder = Path.GetDirectoryName(folder)!;
        if (folder == _root) FolderSync.Flush(folder);
    }

    /// <summary>In ordinal order of the keys; folders that cannot hold a match are not read.</summary>
    public IEnumerable<BlobEntry> List(string prefix, string after) => List(prefix[..(prefix.LastIndexOf('/') + 1)], prefix, after);

    private IEnumerable<BlobEntry> List(string folder, string prefix, string after)
    {
        foreach (var name in Names(folder))
        {
            var key = folder + name;
            if (name[^1] != '/')
            {
                if (!key.StartsWith(prefix, StringComparison.Ordinal) || string.CompareOrdinal(key, after) <= 0) continue;
                if (FileVersion.Find(PathOf(key)) is { } version) yield return version.Entry(key);
            }
            else if (key.StartsWith(prefix, StringComparison.Ordinal)
                && (string.CompareOrdinal(key, after) > 0 || after.StartsWith(key, StringComparison.Ordinal)))
            {
                foreach (var entry in List(key, prefix, after)) yield return entry;
            }
        }
    }

    // A folder's name gets its slash before sorting, because in the order of keys "a-" stands before "a/b" and "a0" behind it.
    private List<string> Names(string folder)
    {
        try
        {
            var names = new FileSystemEnumerable<string>(Path.Join(_root, folder), Name, Everything).Where(name => name.Length > 0).ToList();
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Empty for what no key leads to, such as files that somebody else put there.
    private static string Name(ref FileSystemEntry entry)
    {
        var name = entry.FileName;
        if (entry.IsDirectory) return BlobKey.IsValid(name) ? $"{name}/" : "";
        return name[^1] == Mark && BlobKey.IsValid(name[..^1]) ? name[..^1].ToString() : "";
    }

    private static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;

        var parent = Path.GetDirectoryName(folder)!;
        Create(parent);
        Directory.CreateDirectory(folder);
        FolderSync.Flush(parent);
    }

    // .NET says that a folder exists already when mkdir found it and the look behind that did not.
    private static bool IsFolderInMotion(IOException failure) =>
        failure is DirectoryNotFoundException or FileNotFoundException || failure.HResult == AlreadyExists;

    private static bool TryRemoveEmpty(string folder)
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any()) return false;
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            // Somebody wrote there since the look.
            return false;
        }
    }
}
