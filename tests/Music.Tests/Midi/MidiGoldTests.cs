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
        Assert.Empty(entries.SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files, MidiReadMode.Lenient)));
    }

    [Theory]
    [InlineData(MidiReadMode.Strict)]
    [InlineData(MidiReadMode.Lenient)]
    public void Read_EveryValidParserTestFile_FindsTheGoldNumbers(MidiReadMode mode)
    {
        var (files, entries) = ParserTests("valid");

        Assert.Equal(136, entries.Length);
        Assert.Empty(entries.SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files, mode)));
    }

    /// <remarks>In two of 75 files, tracks behind other bytes are found as well, which gold leaves; two are RIFF files, which gold does not read.</remarks>
    [Fact]
    public void Read_EveryDamagedParserTestFile_SavesItsNotes()
    {
        string[] moreThanGold = ["drywetmidi/Invalid/Not Enough Bytes/bettydaviseyes.mid", "drywetmidi/Invalid/Not Enough Bytes/volcano04.mid"];
        var (files, entries) = ParserTests("lenient");

        var notes = entries.ToDictionary(entry => entry.Key, entry => NotesOf(Bytes(files, entry.Key)));

        Assert.Equal(75, entries.Length);
        Assert.All(entries, entry => Assert.True(notes[entry.Key] >= (entry.Value.Gold?.Notes ?? 1), entry.Key));
        Assert.Empty(entries
            .Where(entry => entry.Value.Gold is not null && !moreThanGold.Contains(entry.Key))
            .SelectMany(entry => DifferencesOf(entry.Key, entry.Value.Gold!, files, MidiReadMode.Lenient)));
    }

    /// <remarks>Strict refuses all 64; lenient saves notes from 50 and says what it repaired; the other 14 hold no music.</remarks>
    [Fact]
    public void Read_EveryInvalidParserTestFile_IsRefusedOrSavedWithRepairs()
    {
        var (files, entries) = ParserTests("invalid");

        var saved = entries.Where(entry => NotesOf(Bytes(files, entry.Key)) is not null).ToArray();

        Assert.Equal((64, 50), (entries.Length, saved.Length));
        Assert.All(entries, entry => Assert.Throws<MidiFormatException>(() => MidiReader.Read(Bytes(files, entry.Key), MidiReadMode.Strict)));
        Assert.All(saved, entry => Assert.True(NotesOf(Bytes(files, entry.Key)) > 0, entry.Key));
        Assert.All(saved, entry => Assert.NotEmpty(MidiReader.Read(Bytes(files, entry.Key)).Repairs));
    }

    [Fact]
    public void Read_EveryMutant_SavesAtLeastWhatGoldHas()
    {
        var (files, entries) = ParserTests("any");

        Assert.Equal(180, entries.Length);
        Assert.All(entries, entry => Assert.True(entry.Value.Gold is null || NotesOf(Bytes(files, entry.Key)) >= entry.Value.Gold.Notes, entry.Key));
        Assert.InRange(entries.Count(entry => NotesOf(Bytes(files, entry.Key)) is not null), 179, 180);
    }

    /// <remarks>The best peer is the one with the most files from which it recovers notes (the manifest's <c>peers</c>).</remarks>
    [Fact]
    public void Read_DamagedRealWorldFiles_RecoversMoreThanTheBestPeer()
    {
        const string suite = "drywetmidi/Invalid/";
        var files = TestCorpora.Require("midi-tests");
        var entries = Gold.Load(Path.Combine(files, "manifest.json")).Where(entry => entry.Key.StartsWith(suite, StringComparison.Ordinal)).ToArray();
        var bestPeer = Enumerable.Range(0, entries[0].Value.PeerNotes.Count).Max(peer => entries.Count(entry => entry.Value.PeerNotes.ElementAtOrDefault(peer) > 0));

        var recovered = entries.Count(entry => NotesOf(Bytes(files, entry.Key)) > 0);

        Assert.Equal((104, 80), (entries.Length, bestPeer));
        Assert.Equal(92, recovered);
    }

    private static (string Files, KeyValuePair<string, Gold.Entry>[] Entries) ParserTests(string expect)
    {
        var files = TestCorpora.Require("midi-tests");
        return (files, [.. Gold.Load(Path.Combine(files, "manifest.json")).Where(entry => entry.Value.Expect == expect)]);
    }

    private static IEnumerable<string> DifferencesOf(string path, Gold gold, string files, MidiReadMode mode) =>
        gold.Differences(Bytes(files, path), mode).Select(difference => $"{path}: {difference}");

    private static byte[] Bytes(string folder, string path) =>
        File.ReadAllBytes(File.Exists(Path.Combine(folder, path)) ? Path.Combine(folder, path) : Path.Combine(folder, "midi", path));

    /// <summary>How many notes lenient reading finds; null where it refuses the file.</summary>
    private static int? NotesOf(byte[] file)
    {
        try
        {
            return MidiReader.Read(file).Tally.Notes;
        }
        catch (MidiFormatException)
        {
            return null;
        }
    }
}
