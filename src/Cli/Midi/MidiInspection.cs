using MusicGen.Client.Corpora;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Midi;

/// <summary>What became of one file.</summary>
/// <param name="Path">As the caller would name it.</param>
/// <param name="Reading">What is in it; null where it could not be read.</param>
/// <param name="Reason">Why it could not be read; null where it could.</param>
/// <param name="Offset">The byte at which reading failed; null where no byte is to blame.</param>
internal sealed record MidiInspection(string Path, MidiReading? Reading, string? Reason = null, long? Offset = null)
{
    public static MidiInspection Of(LocalMidiFile file, MidiReadMode mode)
    {
        try
        {
            return new MidiInspection(file.Name, MidiReader.Read(file.Read().Content.Span, mode));
        }
        catch (MidiFormatException e)
        {
            return new MidiInspection(file.Name, null, e.Reason, e.Offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MidiInspection(file.Name, null, e.Message);
        }
    }
}
