using MusicGen.Contracts.Corpora;

namespace MusicGen.Client.Corpora;

/// <summary>A MIDI file on this machine that waits to be read.</summary>
/// <param name="Name">The name to upload it with: below the folder that it was found in.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Fault">A sentence: why it cannot be read, as far as that is known without opening it. It may also be about a folder.</param>
public sealed record LocalMidiFile(string Name, string Path, string? Fault = null)
{
    private const char Undecodable = '\uFFFD';

    private static readonly string TooLarge = $"It is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.";

    /// <summary>The file at a path, looked at but not opened.</summary>
    public static LocalMidiFile At(string name, string path) => new(name, path, FaultOf(path));

    /// <summary>Reads it whole.</summary>
    /// <exception cref="IOException">It has a fault, is too large or cannot be read; so also <see cref="UnauthorizedAccessException"/>.</exception>
    public MidiFile Read() => Fault is null
        ? new MidiFile(Name, RegularFile.Read(Path, UploadLimits.FileBytes) ?? throw new IOException(TooLarge))
        : throw new IOException(Fault);

    /// <summary>What stands for bytes that are no UTF-8 leads to no file.</summary>
    internal static string? FaultOfName(string path) =>
        path.Contains(Undecodable, StringComparison.Ordinal) ? "Its name is not UTF-8, so that it cannot be opened: rename it." : null;

    private static string? FaultOf(string path)
    {
        if (!File.Exists(path)) return FaultOfName(path) ?? "There is no such file or folder.";
        if (!RegularFile.Is(path)) return "It is not a regular file but a pipe, a device or the like.";
        return new FileInfo(path).Length > UploadLimits.FileBytes ? TooLarge : null;
    }
}
