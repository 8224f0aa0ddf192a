using MusicGen.Music.Analysis;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Analysis;

/// <summary>On real music: what its makers say about keys and beats, and what the default filters turn away.</summary>
public sealed class AnalysisCorporaTests
{
    /// <remarks>
    /// `jazz/pijama` was transcribed from recordings and knows no beat; all others have one: exact, played to a click (`drums/groove`) or annotated
    /// by ear (`jazz/wjazzd`). Files of either kind that are judged wrongly, of all.
    /// </remarks>
    [Theory]
    [InlineData("chorales/jsb", true, 0)]
    [InlineData("drums/groove", true, 3)]
    [InlineData("folk/nottingham", true, 0)]
    [InlineData("jazz/improvisor", true, 0)]
    [InlineData("jazz/joplin", true, 0)]
    [InlineData("jazz/openewld-jazzband-synthetic", true, 0)]
    [InlineData("jazz/openewld-leadsheets", true, 0)]
    [InlineData("jazz/pijama", false, 8)]
    [InlineData("jazz/wjazzd", true, 7)]
    [InlineData("multi/freedoom", true, 0)]
    [InlineData("multi/openmsx", true, 0)]
    [InlineData("multi/simutrans", true, 0)]
    public void Of_Corpus_KnowsWhetherThereIsABeatGrid(string folder, bool hasGrid, int wrong)
    {
        var profiles = ScoresOf(folder).Select(file => ScoreProfile.Of(file.Score));

        Assert.Equal(wrong, profiles.Count(profile => profile.Grid.Exists != hasGrid));
    }

    [Theory]
    [InlineData("chorales/jsb", 0)]
    [InlineData("drums/groove", 3)]
    [InlineData("folk/nottingham", 0)]
    [InlineData("jazz/improvisor", 0)]
    [InlineData("jazz/joplin", 0)]
    [InlineData("jazz/openewld-jazzband-synthetic", 0)]
    [InlineData("jazz/openewld-leadsheets", 0)]
    [InlineData("jazz/pijama", 0)]
    [InlineData("jazz/wjazzd", 0)]
    [InlineData("multi/freedoom", 0)]
    [InlineData("multi/openmsx", 0)]
    [InlineData("multi/simutrans", 0)]
    public void Check_CorpusAtTheDefaults_LosesNothingButThreeFillsOfThreeStrokes(string folder, int lost)
    {
        var filters = new IntakeFilters();

        var verdicts = ScoresOf(folder).Select(file => filters.Check(ScoreProfile.Of(file.Score))).OfType<FilterVerdict>().ToArray();

        Assert.Equal(lost, verdicts.Length);
        Assert.All(verdicts, verdict => Assert.Equal(IntakeFilters.TooShort, verdict.Filter));
    }

    /// <remarks>Its signatures (FF 59) were written by the tunes' collectors; of a tune with one signature throughout it is compared, modes included.</remarks>
    [Fact]
    public void Key_FolkTunesWithASignature_IsTheirs()
    {
        var tunes = ScoresOf("folk/nottingham").Select(file => file.Score)
            .Select(score => (Score: score, Signatures: score.Keys.Select(key => (key.Tonic, key.IsMinor)).Distinct().ToArray()))
            .Where(tune => tune.Signatures.Length == 1)
            .Select(tune => (Signature: tune.Signatures[0], Key: ScoreProfile.Of(tune.Score).Key!.Value))
            .ToArray();

        var same = tunes.Count(tune => (tune.Key.Tonic, tune.Key.IsMinor) == (tune.Signature.Tonic, tune.Signature.IsMinor));
        var clear = tunes.Where(tune => tune.Key.Margin >= 0.1).ToArray();
        var clearAndSame = clear.Count(tune => (tune.Key.Tonic, tune.Key.IsMinor) == (tune.Signature.Tonic, tune.Signature.IsMinor));

        Assert.Equal((805, 618), (tunes.Length, clear.Length));
        Assert.InRange(same, 700, 805);
        Assert.InRange(clearAndSame, 584, 618);
    }

    private static IEnumerable<(string Path, Score Score)> ScoresOf(string folder) =>
        Directory.GetFiles(TestCorpora.Require(folder), "*.mid*", SearchOption.AllDirectories).Select(path => (path, MidiReader.Read(File.ReadAllBytes(path)).Score));
}
