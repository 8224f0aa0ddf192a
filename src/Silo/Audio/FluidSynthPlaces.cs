namespace MusicGen.Silo.Audio;

/// <summary>Where FluidSynth and its sounds may lie.</summary>
/// <param name="SearchPath">Folders with a separator between, as in <c>PATH</c>.</param>
/// <param name="SoundFonts">The best one first.</param>
internal sealed record FluidSynthPlaces(string? SearchPath, IReadOnlyList<string> SoundFonts)
{
    private const string Executable = "fluidsynth";

    /// <summary>Debian's first, where default-GM is the one that the system's owner prefers; then those of Fedora and Arch.</summary>
    public static FluidSynthPlaces Usual { get; } = new(
        Environment.GetEnvironmentVariable("PATH"),
        [
            "/usr/share/sounds/sf2/default-GM.sf2", "/usr/share/sounds/sf3/default-GM.sf3", "/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf2/TimGM6mb.sf2",
            "/usr/share/soundfonts/default.sf2", "/usr/share/soundfonts/FluidR3_GM.sf2",
        ]);

    /// <summary>The configured program, or the one of the usual name; null when there is none.</summary>
    public string? FindExecutable(AudioOptions options)
    {
        var name = options.Executable ?? Executable;
        var candidates = name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? [name]
            : (SearchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Join(folder, name));
        return candidates.Select(Path.GetFullPath).FirstOrDefault(File.Exists);
    }

    /// <summary>The configured SoundFont, or the first of the usual places that has one; null when there is none.</summary>
    public string? FindSoundFont(AudioOptions options) =>
        (options.SoundFont is { } configured ? [configured] : SoundFonts).Select(Path.GetFullPath).FirstOrDefault(IsSoundFont);

    /// <summary>Looks at the first twelve bytes (SoundFont 2.04 §4.1): FluidSynth plays with another SoundFont, or none, when it cannot read the one that it was given.</summary>
    private static bool IsSoundFont(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[12];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[..4].SequenceEqual("RIFF"u8) && head[8..].SequenceEqual("sfbk"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
