using MusicGen.Music.Midi;
using MusicGen.Music.Similarity;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Similarity;

/// <summary>Near-duplicates among real pieces, found by adding one after the other to an index.</summary>
public sealed class SimilarityCorporaTests
{
    /// <remarks>
    /// `folk/nottingham` has the same tunes several times, `chorales/jsb` the same melodies in several settings, and `jazz/pijama` two recordings that were released
    /// twice and two tunes that one player recorded twice alike. The others have no near-duplicates but two pairs of drum grooves and a lead sheet under two names.
    /// </remarks>
    [Theory]
    [InlineData("chorales/jsb", 14)]
    [InlineData("drums/groove", 2)]
    [InlineData("folk/nottingham", 35)]
    [InlineData("jazz/improvisor", 0)]
    [InlineData("jazz/joplin", 0)]
    [InlineData("jazz/openewld-jazzband-synthetic", 0)]
    [InlineData("jazz/openewld-leadsheets", 1)]
    [InlineData("jazz/pijama", 4)]
    [InlineData("jazz/wjazzd", 0)]
    [InlineData("multi/freedoom", 0)]
    [InlineData("multi/openmsx", 0)]
    [InlineData("multi/simutrans", 0)]
    public void Find_Corpus_FindsOnlyThoseItHas(string folder, int found)
    {
        var pairs = PairsOf(folder);

        Assert.Equal(found, pairs.Count);
    }

    [Theory]
    [InlineData("jazz/pijama", "1991.midi", "0575.midi")] // one recording of "Can't We Be Friends", on two albums and in two splits
    [InlineData("jazz/pijama", "1234.midi", "0910.midi")] // one recording of "By Myself"
    [InlineData("jazz/openewld-leadsheets", "Oh_My_Beloved_Father__Archie_Pitt.mid", "O_mio_babbino_caro__Giacomo_Puccini_Giovacchino_Forzano.mid")]
    [InlineData("folk/nottingham", "reelsu-z9.mid", "reelsu-z8.mid")]
    public void Find_PiecesThatAreTheSame_FindsThem(string folder, string piece, string original)
    {
        var pairs = PairsOf(folder);

        Assert.Equal(original, pairs[piece]);
    }

    /// <summary>For each piece that is like an earlier one, that one, by file name.</summary>
    private static Dictionary<string, string> PairsOf(string folder)
    {
        var index = new FingerprintIndex();
        var pairs = new Dictionary<string, string>();
        foreach (var path in Directory.GetFiles(TestCorpora.Require(folder), "*.mid*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var fingerprint = PieceFingerprint.Of(MidiReader.Read(File.ReadAllBytes(path)).Score);
            if (index.Find(fingerprint) is { } match) pairs.Add(Path.GetFileName(path), match.Id);
            index.Add(Path.GetFileName(path), fingerprint);
        }
        return pairs;
    }
}
