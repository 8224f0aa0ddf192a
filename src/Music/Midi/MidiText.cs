using System.Text;

namespace MusicGen.Music.Midi;

/// <summary>Text in MIDI files, whose encoding no file states.</summary>
internal static class MidiText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 where the bytes are valid UTF-8, else Latin-1, in which every byte is a character.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
