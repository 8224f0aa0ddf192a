using System.Text;
using CsCheck;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Scores;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.NoteFiles;

public sealed class NoteFileTests
{
    private static readonly Score Waltz = new(
        480,
        [
            new Track("Tenor \"T\" sax", 66, [new(new Ticks(160), new Ticks(320), 65, 80, 0), new(new Ticks(1440), new Ticks(960), 68, 64, 0)]),
            new Track(null, 0, [new(Ticks.Zero, new Ticks(481), 38, 100, 9)]),
        ],
        [new Tempo(Ticks.Zero, 428_571), new Tempo(new Ticks(1500), 500_000)],
        [new Meter(Ticks.Zero, 3, 4)],
        new Ticks(2880),
        "Blues\nin F",
        [new KeySignature(Ticks.Zero, -1, false), new KeySignature(new Ticks(1440), 4, true)],
        [new ChordSymbol(Ticks.Zero, 5, ChordQuality.Dominant7), new ChordSymbol(new Ticks(1440), null, ChordQuality.Major)]);

    private const string WaltzText =
        """
        musicgen-notes 1
        ticks-per-quarter 480
        name "Blues\u000Ain F"
        meter 0 3/4
        tempo 1:1 428571
        tempo 2:1+60 500000
        key 1:1 F major
        key 2:1 C# minor
        chord 1:1 F7
        chord 2:1 NC
        part 1 channel 1 program 67 "Tenor \"T\" sax"
        part 2 channel 10 program 1
        end 3:1
        notes
        1:1        1+1    p2  D2   100
        1:1+160    0+320  p1  F4   80
        2:1        2      p1  Ab4  64

        """;

    [Fact]
    public void Write_SmallScore_GivesThisText() => Assert.Equal(WaltzText, NoteFile.Write(Waltz));

    [Fact]
    public void WriteUtf8_SmallScore_GivesTheSameText() => Assert.Equal(WaltzText, System.Text.Encoding.UTF8.GetString(NoteFile.WriteUtf8(Waltz)));

    [Fact]
    public void Read_WhatWriteWrote_IsAnEqualScore() =>
        AnyScore.Scores.Sample(score => NoteFile.Read(NoteFile.Write(score)).Equals(score), iter: 2_000);

    [Theory]
    [InlineData("multi/openmsx")]
    [InlineData("jazz/wjazzd")] // keys and chord symbols
    public void Read_RealFiles_IsAnEqualScore(string collection)
    {
        var folder = TestCorpora.Require(collection.Split('/'));

        foreach (var file in Directory.EnumerateFiles(folder, "*.mid", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(30))
        {
            var score = MidiReader.Read(File.ReadAllBytes(file)).Score;

            Assert.Equal(score, NoteFile.Read(NoteFile.Write(score)));
            Assert.Equal(score, MidiReader.Read(MidiWriter.Write(score)).Score);
        }
    }

    [Fact]
    public void Read_TextEditedByHand_TakesOrderSpacingCommentsAndSpellingAsMeant()
    {
        const string text =
            "\ufeffmusicgen-notes 1\r\n; a comment\r\n\r\nticks-per-quarter 96\r\npart 1 channel 1 program 1\r\n"
            + "notes\r\n2:1 1 p1 Db4 64\r\n\t1:1\t1  p1 C#4 64\r\n";

        var score = NoteFile.Read(text);

        Assert.Equal([0, 384], score.Tracks[0].Notes.Select(note => note.Onset.Value));
        Assert.All(score.Tracks[0].Notes, note => Assert.Equal(61, note.Pitch));
        Assert.Equal(new Ticks(480), score.End);
    }

    [Fact]
    public void ReadUtf8_ByteOrderMarkBeforeABlankLine_IsPassedOver()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\n" + WaltzText)];

        Assert.Equal(Waltz, NoteFile.ReadUtf8(text));
        Assert.Equal(Waltz, NoteFile.Read(Encoding.UTF8.GetString(text)));
    }

    [Fact]
    public void ReadUtf8_BytesThatAreNoText_IsRefusedWithTheirLine()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes("musicgen-notes 1\n; Größe\n"), (byte)';', 0xC3, (byte)'\n'];

        var refusal = Assert.Throws<NoteFileFormatException>(() => NoteFile.ReadUtf8(text));

        Assert.Equal((3, "The line is not valid UTF-8."), (refusal.Line, refusal.Reason));
    }

    [Fact]
    public void Read_TicksPastTheirBeatAndNotesPastTheEnd_CountOn()
    {
        var text = WaltzText.Replace("1:1+160 ", "1:1+1600", StringComparison.Ordinal).Replace("2:1        2 ", "1:4        20", StringComparison.Ordinal);

        var score = NoteFile.Read(text);

        Assert.Equal([1440L, 1600L], score.Tracks[0].Notes.Select(note => note.Onset.Value));
        Assert.Equal(new Ticks(1440 + (20 * 480)), score.End);
    }

    [Theory]
    [InlineData("musicgen-notes 1", "musicgen-notes 2", 1, "A note file starts with the line 'musicgen-notes 1'.")]
    [InlineData("ticks-per-quarter 480", "ticks-per-quarter 0", 2, "'0' stands where a number of ticks from 1 to 32767 belongs.")]
    [InlineData("ticks-per-quarter 480", "; none", 3, "'ticks-per-quarter' stands once, after the first line.")]
    [InlineData("meter 0 3/4", "meter 0 3/5", 4, "A beat is a power of two: 1, 2, 4, … 128, not 5.")]
    [InlineData("tempo 2:1+60 500000", "meter 1440 4/4", 6, "Meters stand before every position in bars, whose meaning they change.")]
    [InlineData("F major", "H major", 7, "'H major' is not a key like Bb major, of at most 7 sharps or flats.")]
    [InlineData("F major", "G# major", 7, "'G# major' is not a key like Bb major, of at most 7 sharps or flats.")]
    [InlineData("chord 1:1 F7", "chord 1:1 X7", 9, "'X7' is not a chord like F7.")]
    [InlineData("part 2", "part 3", 12, "'3' stands where the number of the next part from 2 to 2 belongs.")]
    [InlineData("\"Tenor \\\"T\\\" sax\"", "\"Tenor", 11, "The name is not a text in double quotes with \\\" \\\\ and \\u escapes.")]
    [InlineData("end 3:1", "fin 3:1", 13, "'fin' is not a word that starts a line.")]
    [InlineData("end 3:1", "end 9999999999999:1", 13, "'9999999999999' stands where a bar from 1 to 4398046511104 belongs.")]
    [InlineData("end 3:1", "end 4398046511104:1", 13, "'4398046511104:1' is later than tick 34359738368.")]
    [InlineData("p1  F4", "p3  F4", 16, "'3' stands where a part from 1 to 2 belongs.")]
    [InlineData("p1  F4", "p1  H4", 16, "'H4' is not a key from C-1 to G9.")]
    [InlineData("F4   80", "F4   0", 16, "'0' stands where a velocity from 1 to 127 belongs.")]
    [InlineData("F4   80", "F4", 16, "The line ends where a velocity belongs.")]
    [InlineData("end 3:1", "end 3:1\nend 3:1", 14, "The end of the piece has been said already.")]
    [InlineData("meter 0 3/4", "name \"\"", 4, "The name of the piece has been said already.")]
    [InlineData("F4   80", "F4   80 90", 16, "The line goes on with '90'.")]
    [InlineData("0+320", "99999999999", 16, "'99999999999' stands where a number of quarters from 0 to 34359738368 belongs.")]
    [InlineData("0+320", "34359738368", 16, "'34359738368' is longer than 34359738368 ticks.")]
    public void Read_LineThatMakesNoSense_IsRefusedWithItsNumber(string original, string damaged, int line, string reason)
    {
        var refusal = Assert.Throws<NoteFileFormatException>(() => NoteFile.Read(WaltzText.Replace(original, damaged, StringComparison.Ordinal)));

        Assert.Equal((line, reason, $"Line {line}: {reason}"), (refusal.Line, refusal.Reason, refusal.Message));
    }

    [Theory]
    [InlineData("F4   80")]
    [InlineData("F4")]
    [InlineData("p1  F4")]
    [InlineData("0+320")]
    [InlineData("1:1+160")]
    [InlineData("notes")]
    [InlineData("major")]
    [InlineData("3/4")]
    [InlineData("F7")]
    [InlineData("channel 10")]
    public void Read_HugeFieldOfUnprintableLetters_IsShownShortAndEscaped(string field)
    {
        var text = WaltzText.Replace(field, field + "\0\u001b" + new string('x', 100_000), StringComparison.Ordinal);

        var refusal = Assert.Throws<NoteFileFormatException>(() => NoteFile.Read(text));

        Assert.InRange(refusal.Message.Length, 1, 160);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Fact]
    public void Read_MutatedText_EndsInAScoreOrARefusal()
    {
        var random = new CounterRandom(3);
        const string alphabet = "0123456789:+/p\" \n\\u-;#b\t\0\u001b\u0085\u202e\u2028\ud800é音";
        for (var i = 0UL; i < 5_000; i++)
        {
            var text = WaltzText.ToCharArray();
            for (var change = 0UL; change < 3; change++)
                text[random.Below((i * 16) + (change * 2), text.Length)] = alphabet[random.Below((i * 16) + (change * 2) + 1, alphabet.Length)];

            var outcome = Record.Exception(() => NoteFile.Read(new string(text)));

            Assert.True(outcome is null or NoteFileFormatException, outcome?.ToString());
            Assert.DoesNotContain(outcome?.Message ?? "", character => char.IsControl(character) || character is '\u202e' or '\u2028');
        }
    }
}
