using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Demo;

/// <summary>The MIDI files of the folder that the caller named.</summary>
internal static class CallersFiles
{
    /// <summary>Those of a size that the service takes; each is read when it is its turn.</summary>
    /// <exception cref="DemoException">There is no such folder, it cannot be read, or it has no MIDI file.</exception>
    public static IReadOnlyList<Lazy<MidiFile>> Find(DirectoryInfo folder)
    {
        if (!folder.Exists) throw new DemoException($"There is no folder {folder.FullName}.");
        var found = Reading(folder.FullName, () => MidiFolder.Find(folder));
        Lazy<MidiFile>[] files =
        [
            .. found.Where(file => file.SizeBytes <= UploadLimits.FileBytes)
                .Select(file => new Lazy<MidiFile>(() => Reading(file.Path, file.Read))),
        ];
        if (files.Length > 0) return files;
        if (found.Count > 0) throw new DemoException($"Every MIDI file in {folder.FullName} is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.");
        var endings = string.Join(", ", MidiFolder.Extensions);
        throw new DemoException($"{folder.FullName} has no MIDI file ({endings}): name a folder that has some with --corpus.");
    }

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
