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

        var differences = entries.SelectMany(entry => entry.Value.Gold!.Differences(Bytes(files, entry.Key)).Select(difference => $"{entry.Key}: {difference}"));

        Assert.NotEmpty(entries);
        Assert.Empty(differences);
    }

    [Fact]
    public void Read_EveryValidParserTestFile_FindsTheGoldNumbers()
    {
        var files = TestCorpora.Require("midi-tests");
        var valid = Gold.Load(Path.Combine(files, "manifest.json")).Where(entry => entry.Value is { Expect: "valid", Gold.Format: 0 or 1 }).ToArray();

        var differences = valid.SelectMany(entry => entry.Value.Gold!.Differences(Bytes(files, entry.Key)).Select(difference => $"{entry.Key}: {difference}"));

        Assert.True(valid.Length >= 128, "The manifest has lost files.");
        Assert.Empty(differences);
    }

    [Fact]
    public void Read_EveryParserTestFile_EndsInAScoreOrARefusal()
    {
        var files = TestCorpora.Require("midi-tests");
        var entries = Gold.Load(Path.Combine(files, "manifest.json"));

        var outcomes = entries.Select(entry => (entry.Value, IsRead: IsRead(Bytes(files, entry.Key)))).ToArray();

        var lenient = outcomes.Where(outcome => outcome.Value.Expect == "lenient").ToArray();
        Assert.True(lenient.Count(outcome => outcome.IsRead) >= 60, $"Only {lenient.Count(outcome => outcome.IsRead)} of {lenient.Length} damaged files were saved.");
        Assert.Contains(outcomes, outcome => outcome.Value.Expect == "invalid" && !outcome.IsRead);
    }

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
