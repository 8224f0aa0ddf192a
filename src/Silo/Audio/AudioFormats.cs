using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>The names that a format of audio goes by.</summary>
internal static class AudioFormats
{
    public static IReadOnlyList<AudioFormat> All { get; } = Enum.GetValues<AudioFormat>();

    /// <summary>The format's name in a request, and the end of a file's name.</summary>
    public static string Name(this AudioFormat format) => ContractJson.NameOf(format);

    public static string ContentType(this AudioFormat format) => format == AudioFormat.Wav ? "audio/wav" : "audio/ogg";

    /// <summary>FluidSynth's own name of it, which is libsndfile's.</summary>
    public static string FileType(this AudioFormat format) => format == AudioFormat.Wav ? "wav" : "oga";
}
