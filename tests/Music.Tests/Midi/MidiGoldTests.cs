using MusicGen.Music.Midi;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Midi;

/// <summary>
/// Against the numbers of an independent reader, which agree with mido 1.2.10 and DryWetMidi on every file that both of them read
/// (corpora/README.md). All numbers are exact; seconds to 10 µs.
/// </summary>
public sealed class MidiGoldTests
{
    [Theory]
    [InlineData("chorales-jsb", "chorales/jsb")]
    [InlineData("drums-groove", "drums/groove")]
    [InlineData("folk-nottingham", "folk/nottingham")]
    [InlineData("jazz-improvisor", "jazz/improvisor")]
    [InlineData("jazz-joplin", "jazz/joplin")]
    [InlineData("jazz-openewld-jazzband-synthetic", "jazz/openewld-jazzband-synthetic")]
    [InlineData("jazz-openewld-leadsheets", "jazz/openewld-leadsheets")]
    [InlineData("jazz-pijama", "jazz/pijama")]
    [InlineData("jazz-wjazzd", "jazz/wjazzd")]
    [InlineData("multi-freedoom", "multi/freedoom")]
    [InlineData("multi-openmsx", "multi/openmsx")]
    [InlineData("multi-simutrans", "multi/simutrans")]
    public void Read_EveryFileOfACorpus_FindsTheGoldNumbers(string gold, string folder)
    {
        var entries = Gold.Load(TestCorpora.Require("gold", gold + ".json"));
        var files = TestCorpora.Require(folder);

        Assert.NotEmpty(entries);
        Assert.Empty(entries.SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files)));
    }

    [Fact]
    public void Read_EveryValidParserTestFile_FindsTheGoldNumbers()
    {
        var files = TestCorpora.Require("midi-tests");
        var entries = Gold.Load(Path.Combine(files, "manifest.json"));

        var valid = entries.Where(entry => entry.Value is { Expect: "valid", Gold.Format: 0 or 1 }).ToArray();

        Assert.True(valid.Length >= 128, "The manifest has lost files.");
        Assert.Empty(valid.SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files)));
    }

    /// <remarks>Two of 75 start with bytes that are no header; in three an impossible tempo or meter is left out, which gold counts.</remarks>
    [Fact]
    public void Read_DamagedParserTestFiles_SavesTheNotesOfNearlyAll()
    {
        string[] leftOut = ["crafted-dev/tempo-zero.mid", "crafted-dev/timesig-den-huge.mid", "crafted-dev/timesig-zero.mid"];
        var files = TestCorpora.Require("midi-tests");
        var entries = Gold.Load(Path.Combine(files, "manifest.json")).Where(entry => entry.Value.Expect == "lenient");

        var saved = entries.Where(entry => entry.Value.Gold is not null && IsRead(Bytes(files, entry.Key))).ToArray();

        Assert.Equal(73, saved.Length);
        Assert.Empty(saved.ExceptBy(leftOut, entry => entry.Key).SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files)));
    }

    [Fact]
    public void Read_EveryParserTestFile_EndsInAScoreOrARefusal()
    {
        var files = TestCorpora.Require("midi-tests");
        var entries = Gold.Load(Path.Combine(files, "manifest.json"));

        var read = entries.Where(entry => IsRead(Bytes(files, entry.Key))).ToArray();

        Assert.DoesNotContain(read, entry => entry.Value.Expect == "invalid");
    }

    private static IEnumerable<string> DifferencesOf(string path, Gold gold, string files) =>
        gold.Differences(Bytes(files, path)).Select(difference => $"{path}: {difference}");

    private static byte[] Bytes(string folder, string path) =>
        File.ReadAllBytes(File.Exists(Path.Combine(folder, path)) ? Path.Combine(folder, path) : Path.Combine(folder, "midi", path));

    private static bool IsRead(byte[] file)
    {
        try
        {
            MidiReader.Read(file);
            return true;
        }
        catch (MidiFormatException)
        {
            return false;
        }
    }
}
