using MusicGen.Cli.Service;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>The files that the caller named, by themselves or by their folders.</summary>
internal sealed class UploadSource
{
    private readonly List<RejectedFile> _leftOut = [];
    private readonly LocalMidiFile[] _files;

    /// <summary>Finds them.</summary>
    /// <exception cref="CommandException">There are none that can be read, or an archive is larger than the service takes.</exception>
    public UploadSource(IReadOnlyList<FileSystemInfo> paths)
    {
        Archives = [.. paths.OfType<FileInfo>().Where(IsArchive).DistinctBy(file => file.FullName, StringComparer.Ordinal)];
        _files = [.. paths.Where(path => !IsArchive(path)).SelectMany(Find).DistinctBy(file => file.Path, StringComparer.Ordinal)];
        if (Archives.Count == 0 && _files.All(file => file.Fault is not null))
        {
            var endings = string.Join(", ", MidiFolder.Extensions);
            var first = _files.Length > 0 ? $" that can be read. {new RejectedFile(_files[0].Name, _files[0].Fault!)}" : ".";
            throw new CommandException($"There is no MIDI file ({endings}) in {string.Join(", ", paths)}{first}", ExitCodes.WrongCall);
        }
        if (Archives.FirstOrDefault(archive => archive.Length > UploadLimits.RequestBytes) is { } large)
        {
            throw new CommandException(
                $"{large.Name} is larger than {UploadLimits.RequestBytes >> 20} MB, the most that an archive may have: unpack it and upload the folder, or divide it.", ExitCodes.WrongCall);
        }
    }

    /// <summary>Zip archives, which the service unpacks.</summary>
    public IReadOnlyList<FileInfo> Archives { get; }

    /// <summary>Number of files that are not in archives.</summary>
    public int Count => _files.Length;

    /// <summary>Files that were not given out, as far as <see cref="Read"/> has come.</summary>
    public IReadOnlyList<RejectedFile> LeftOut => _leftOut;

    /// <summary>Reads one file after the other; one that cannot be read or is too large is left out.</summary>
    public IEnumerable<MidiFile> Read()
    {
        foreach (var file in _files)
        {
            if (ReadOrLeaveOut(file) is { } read) yield return read;
        }
    }

    private static bool IsArchive(FileSystemInfo path) => path is FileInfo && path.Extension.Equals(".zip", StringComparison.OrdinalIgnoreCase) && RegularFile.Is(path.FullName);

    private MidiFile? ReadOrLeaveOut(LocalMidiFile file)
    {
        try
        {
            return file.Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _leftOut.Add(new RejectedFile(file.Name, e.Message));
            return null;
        }
    }

    /// <summary>A file that is named by itself is taken whatever its ending is: the service says what it is.</summary>
    private static IEnumerable<LocalMidiFile> Find(FileSystemInfo path) => path switch
    {
        DirectoryInfo folder => MidiFolder.Find(folder),
        _ => [LocalMidiFile.At(path.Name, path.FullName)],
    };
}
