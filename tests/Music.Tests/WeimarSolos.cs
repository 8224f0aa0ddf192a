using MusicGen.Music.Midi;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;
using MusicGen.Tests;

namespace MusicGen.Music.Tests;

/// <summary>The solos of the Weimar Jazz Database as note names, every tenth by file name held out, as the published figures have it.</summary>
/// <remarks>A player has one note at a time, so none form chords here; at the default tolerance every eleventh word would be a chord of two fast notes.</remarks>
internal sealed class WeimarSolos
{
    private WeimarSolos(string[][] solos)
    {
        Vocabulary = Vocabulary.Of(solos.SelectMany(words => words));
        var pieces = solos.Select(words => new ReadOnlyMemory<int>([.. words.Select(Vocabulary.IdOf)])).Index().ToArray();
        HeldOut = [.. pieces.Where(piece => piece.Index % 10 == 9).Select(piece => piece.Item)];
        Train = [.. pieces.Where(piece => piece.Index % 10 != 9).Select(piece => piece.Item)];
    }

    public Vocabulary Vocabulary { get; }

    public ReadOnlyMemory<int>[] HeldOut { get; }

    public ReadOnlyMemory<int>[] Train { get; }

    /// <summary>Skips the test where the corpus is absent.</summary>
    public static WeimarSolos Require()
    {
        var paths = Directory.GetFiles(TestCorpora.Require("jazz/wjazzd"), "*.mid").Order(StringComparer.Ordinal);
        var options = new NoteNamesOptions { Parts = PartSelection.First, ToleranceDivisor = Score.MaxTicksPerQuarter };
        return new WeimarSolos([.. paths.Select(path => NoteNames.Encode(MidiReader.Read(File.ReadAllBytes(path)).Score, options))]);
    }
}
