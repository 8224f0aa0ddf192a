using System.Text;
using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>The text form of a score: a musician can read and edit it, and two of them can be compared line by line.</summary>
/// <remarks>
/// <code>
/// musicgen-notes 1
/// ticks-per-quarter 480
/// name "Blues in F"
/// meter 0 4/4                      from tick 0 on
/// tempo 1:1 428571                 microseconds a quarter
/// key 1:1 F major
/// chord 1:1 F7                     or Fm7, FM7, Fdim, …; NC is no chord
/// part 1 channel 1 program 66 "Tenor sax"
/// end 13:1
/// notes
/// 1:1      0+320 p1 F4   80        bar:beat, quarters+ticks long, part, key, velocity
/// 1:1+320  1     p1 Ab4  64        320 ticks after the first beat
/// </code>
/// Bars, beats, parts and channels count from 1, programs from 1 to 128 as on an instrument's display. Notes are ordered by time, then
/// part, then key. Nothing is lost: what is written reads back to an equal score.
/// <para>
/// A reader takes notes in any order and key names in any spelling. Blank lines, and lines that start with <c>;</c>, mean nothing. Ticks may
/// run past their beat, and beats past their bar; they are counted on in that bar's meter (<c>1:5</c> in 4/4 is <c>2:1</c>). A piece lasts until
/// its <c>end</c>, and longer where something in it does. A name and an end are said once at most. A byte order mark may come first.
/// </para>
/// </remarks>
public static class NoteFile
{
    internal const string Header = "musicgen-notes 1";
    internal const string TicksPerQuarter = "ticks-per-quarter";
    internal const string Name = "name";
    internal const string Meter = "meter";
    internal const string Tempo = "tempo";
    internal const string Key = "key";
    internal const string Chord = "chord";
    internal const string Part = "part";
    internal const string Channel = "channel";
    internal const string Program = "program";
    internal const string End = "end";
    internal const string Notes = "notes";

    /// <summary>The text, with line feeds; the same score gives the same text.</summary>
    public static string Write(Score score) => Encoding.UTF8.GetString(WriteUtf8(score));

    /// <summary>The text of <see cref="Write"/> in UTF-8.</summary>
    public static byte[] WriteUtf8(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new NoteFileWriter(score).Write();
    }

    /// <summary>The score of a text; time and memory are in proportion to its length.</summary>
    /// <exception cref="NoteFileFormatException">A line cannot be read; no other exception is ever thrown.</exception>
    public static Score Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ReadUtf8(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The score of a text in UTF-8, as <see cref="Read"/> gives it.</summary>
    /// <exception cref="NoteFileFormatException">A line cannot be read, or is not valid UTF-8; no other exception is ever thrown.</exception>
    public static Score ReadUtf8(ReadOnlySpan<byte> text)
    {
        using var reader = new NoteFileReader(text.Length);
        return reader.Read(text);
    }
}
