using System.Text;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Midi;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Scores;

/// <summary>Chord symbols as the corpora write them in text events: lead sheets, and the Weimar Jazz Database's own spelling.</summary>
public sealed class ChordTextTests
{
    private static ChordSymbol[] ChordsOf(string symbol)
    {
        var text = Encoding.ASCII.GetBytes(symbol);
        return [.. MidiReader.Read(MidiBytes.File(0, 480, [5, 0xFF, 1, (byte)text.Length, .. text, .. MidiBytes.EndOfTrack])).Score.Chords];
    }

    [Theory]
    [InlineData("C", 0, ChordQuality.Major)]
    [InlineData("Bb6911#", 10, ChordQuality.Major)]
    [InlineData("Cmaj69", 0, ChordQuality.Major)]
    [InlineData("F#/A#", 6, ChordQuality.Major)]
    [InlineData("Cb", 11, ChordQuality.Major)]
    [InlineData("B#", 0, ChordQuality.Major)]
    [InlineData("Dm", 2, ChordQuality.Minor)]
    [InlineData("D-69/Ab", 2, ChordQuality.Minor)]
    [InlineData("D-7", 2, ChordQuality.Minor7)]
    [InlineData("Dm9", 2, ChordQuality.Minor7)]
    [InlineData("D-7911", 2, ChordQuality.Minor7)]
    [InlineData("Ebo", 3, ChordQuality.Diminished)]
    [InlineData("Ebdim", 3, ChordQuality.Diminished)]
    [InlineData("Ebo7", 3, ChordQuality.Diminished7)]
    [InlineData("Ebdim7", 3, ChordQuality.Diminished7)]
    [InlineData("G+", 7, ChordQuality.Augmented)]
    [InlineData("Gaug", 7, ChordQuality.Augmented)]
    [InlineData("G+79#", 7, ChordQuality.Dominant7)]
    [InlineData("Gaug7", 7, ChordQuality.Dominant7)]
    [InlineData("Gaugmented-ninth", 7, ChordQuality.Dominant7)]
    [InlineData("G+j7", 7, ChordQuality.Major7)]
    [InlineData("Asus", 9, ChordQuality.Suspended4)]
    [InlineData("Asus4", 9, ChordQuality.Suspended4)]
    [InlineData("Asus7913", 9, ChordQuality.Suspended4)]
    [InlineData("A7alt", 9, ChordQuality.Dominant7)]
    [InlineData("A79b13b", 9, ChordQuality.Dominant7)]
    [InlineData("A13", 9, ChordQuality.Dominant7)]
    [InlineData("Abj7911#/Ab", 8, ChordQuality.Major7)]
    [InlineData("AbM9", 8, ChordQuality.Major7)]
    [InlineData("Em7b5", 4, ChordQuality.HalfDiminished7)]
    [InlineData("E-j7", 4, ChordQuality.MinorMajor7)]
    [InlineData("EmM7", 4, ChordQuality.MinorMajor7)]
    [InlineData("Eminor-major", 4, ChordQuality.MinorMajor7)]
    public void Read_ChordInATextEvent_IsItsRootAndNearestQuality(string symbol, int root, ChordQuality quality) =>
        Assert.Equal([new ChordSymbol(new Ticks(5), root, quality)], ChordsOf("chord: " + symbol));

    [Theory]
    [InlineData("NC")]
    [InlineData("N.C.")]
    public void Read_NoChordInATextEvent_HasNoRoot(string symbol) =>
        Assert.Equal([new ChordSymbol(new Ticks(5), null, ChordQuality.Major)], ChordsOf("chord: " + symbol));

    [Theory]
    [InlineData("chord: ")]
    [InlineData("chord: H7")]
    [InlineData("chord: Csus2")]
    [InlineData("chord: Cxyz")]
    [InlineData("chord: C/H")]
    [InlineData("chord: C7777777777777777777777777777777777777")]
    [InlineData("C7")] // as a syllable of a song could be
    public void Read_TextThatIsNoChord_IsIgnored(string text) => Assert.Empty(ChordsOf(text));

    [Theory]
    [InlineData("jazz/wjazzd", 20_000)]
    [InlineData("jazz/openewld-leadsheets", 20_000)]
    public void Read_ChordsOfACorpus_AreAllUnderstood(string collection, int atLeast)
    {
        var files = TestCorpora.Require(collection.Split('/'));
        int found = 0, written = 0;

        foreach (var file in Directory.EnumerateFiles(files, "*.mid", SearchOption.AllDirectories).Select(File.ReadAllBytes))
        {
            written += Occurrences(file, "chord: "u8);
            found += MidiReader.Read(file).Score.Chords.Length;
        }

        Assert.InRange(written, atLeast, int.MaxValue);
        Assert.Equal(written, found);
    }

    private static int Occurrences(ReadOnlySpan<byte> file, ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (int at; (at = file.IndexOf(text)) >= 0; file = file[(at + 1)..]) count++;
        return count;
    }
}
