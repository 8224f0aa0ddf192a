using System.Text;
using System.Text.Unicode;

namespace MusicGen.Music.Midi;

/// <summary>Text in MIDI files, whose encoding no file states.</summary>
internal static class MidiText
{
    /// <summary>UTF-8 where the bytes are valid UTF-8, else Latin-1, in which every byte is a character.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
}
