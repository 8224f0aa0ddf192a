using MusicGen.Client.Corpora;

namespace MusicGen.Silo.Demo;

/// <summary>The MIDI files of the folder that the caller named.</summary>
internal static class CallersFiles
{
    /// <summary>Those that look readable and have a size that the service takes; each is read when it is its turn.</summary>
    /// <exception cref="DemoException">There is no such folder, it cannot be read, or it has no MIDI file.</exception>
    public static IReadOnlyList<Lazy<MidiFile>> Find(DirectoryInfo folder)
    {
        if (!folder.Exists) throw new DemoException($"There is no folder {folder.FullName}.");
        LocalMidiFile[] found = [.. MidiFolder.Find(folder)];
        Lazy<MidiFile>[] files =
        [
            .. found.Where(file => file.Fault is null)
                .Select(file => new Lazy<MidiFile>(() => Reading(file.Path, file.Read))),
        ];
        if (files.Length > 0) return files;
        if (found is [var first, ..]) throw new DemoException($"No MIDI file in {folder.FullName} can be read. {first.Name}: {first.Fault}");
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
