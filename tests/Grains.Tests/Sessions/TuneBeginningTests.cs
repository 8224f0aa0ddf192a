using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens.Grid24;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>What a tune begins with in each mode, and what its rules make of a primer.</summary>
public sealed class TuneBeginningTests
{
    // The model knows neither these velocities nor this piano nor the half position.
    private static readonly string[] Primer =
        "Bar TimeSig_4/4 Position_0 Tempo_123 Program_1 Pitch_60 Velocity_66 Duration_12 Pitch_64 Velocity_70 Duration_12 Position_49 Program_1 Pitch_67 Velocity_66 Duration_24 Bar Position_0 Program_1 Pitch_60 Velocity_122 Duration_96".Split(' ');

    private static readonly TuneSettings Bars = new(null, 3, 1, 0, 1, null, Primer, new TuneConstraints(2), TuneMode.Continue);
    private static readonly LoadedModel Score24Model = Load(HandMadeModel.Score24, new TokenizerSettings());
    private static readonly LoadedModel NamesModel = Load(HandMadeModel.NoteNames, new TokenizerSettings(TokenizerKind.NoteNames));

    [Fact]
    public void Of_Continue_BeginsWithThePrimer()
    {
        var beginning = TuneBeginning.Of(Score24Model, Bars).Value!;

        Assert.Equal(Primer.Length, beginning.Primer.Count);
        Assert.Equal(Primer, Bars.Prefix);
        Assert.Equal(2, Drawn(beginning).Count(word => word == "Bar"));
    }

    [Fact]
    public void Of_VariationThatChangesNothing_IsThePrimerInItsOwnWords()
    {
        var settings = Bars with { Mode = TuneMode.Variation, Change = 0 };

        var beginning = TuneBeginning.Of(Score24Model, settings).Value!;

        Assert.Empty(beginning.Primer);
        Assert.Empty(settings.Prefix);
        Assert.Equal([.. Primer, "EOS"], Drawn(beginning));
    }

    [Fact]
    public void Of_Variations_KeepOtherNotesAndTheSameFrame()
    {
        var settings = Bars with { Mode = TuneMode.Variation, Change = 0.5 };

        var tunes = Enumerable.Range(1, 8).Select(variation => string.Join(' ', Drawn(TuneBeginning.Of(Score24Model, settings, variation).Value!))).ToList();

        Assert.Equal(tunes[0], string.Join(' ', Drawn(TuneBeginning.Of(Score24Model, settings).Value!)));
        Assert.True(tunes.Select(KeptOf).Distinct().Count() > 2, string.Join('\n', tunes));
        Assert.All(tunes, tune => Assert.Equal(Frame(Primer), Frame(tune.Split(' '))));
    }

    [Fact]
    public void Of_Accompany_HasThePrimerAndOthersAroundIt()
    {
        var settings = Bars with { Mode = TuneMode.Accompany, Constraints = new TuneConstraints(2, ["bass", "drums"], Density: 6) };

        var beginning = TuneBeginning.Of(Score24Model, settings).Value!;
        var words = Drawn(beginning);

        Assert.Empty(beginning.Primer);
        var tracks = Score24.Decode(Score24Vocabulary.ToIds(words)).Tracks;
        var own = Score24.Decode(Score24Vocabulary.ToIds([.. Primer, "EOS"])).Tracks.Single();
        Assert.Equal(own.Notes.Select(note => note with { Channel = 0 }), tracks.Single(track => track.Program == 1).Notes.Select(note => note with { Channel = 0 }));
        Assert.True(tracks.Length > 1);
        Assert.Empty(words.Where(word => word.StartsWith("Program_", StringComparison.Ordinal)).Except(["Program_1", "Program_33", "Program_Drums"]));
    }

    [Fact]
    public void Of_VariationOfNoteNames_KeepsWordsInTheirPlaces()
    {
        string[] primer = [.. Enumerable.Repeat("C4", 40)];
        var settings = new TuneSettings(40, 3, 1, 0, 1, 120, primer, Mode: TuneMode.Variation, Change: 0.5, Key: "D minor");

        var words = Drawn(TuneBeginning.Of(NamesModel, settings).Value!);

        Assert.Equal(40, words.Count);
        Assert.InRange(words.Count(word => word == "C4"), 10, 35);
        Assert.Empty(words.Except(["C4", "D4", "E4", "F4", "G4", "A4", "C5", "2.5.9", "0.4.7"])); // no B
        Assert.Equal(primer, Drawn(TuneBeginning.Of(NamesModel, settings with { Change = 0 }).Value!));
    }

    [Fact]
    public void Of_KeyThatNoNoteNameIsIn_IsRefused()
    {
        var model = NamesModel with { Vocabulary = MusicGen.Music.Tokens.Vocabulary.Of(["C4"]) };

        var problem = TuneBeginning.Of(model, new TuneSettings(4, 3, 1, 0, 1, 120, [], Key: "B")).Problem!;

        Assert.Equal(("key", "The model has seen no note name and no chord of B major."), (problem.Field, problem.Detail));
    }

    private static LoadedModel Load(HandMadeModel model, TokenizerSettings tokenizer) => new(Decoder.Load(model.Weights(), model.Shape), model.Words, new Tokenizer(tokenizer));

    /// <summary>Draws uniformly among what may come.</summary>
    private static List<string> Drawn(TuneBeginning beginning)
    {
        var (rules, random, words) = (beginning.Rules, new CounterRandom(5), new List<string>());
        var forbidden = new bool[rules.Vocabulary.Size];
        while (!rules.IsComplete)
        {
            rules.Forbid(forbidden);
            var choices = forbidden.Index().Where(word => !word.Item).Select(word => word.Index).ToArray();
            rules.Take(choices[random.Below((ulong)words.Count, choices.Length)]);
            words.Add(rules.LastWord);
        }
        return words;
    }

    private static string Frame(IEnumerable<string> words) =>
        string.Join(' ', words.Where(word => word != "EOS").Select(word => word.StartsWith("Pitch", StringComparison.Ordinal) || word.StartsWith("Velo", StringComparison.Ordinal) || word.StartsWith("Dura", StringComparison.Ordinal) ? "*" : word));

    /// <summary>Which notes have one of the primer's velocities, none of which the model knows.</summary>
    private static string KeptOf(string tune) => string.Concat(tune.Split(' ').Where(word => word.StartsWith("Velo", StringComparison.Ordinal)).Select(word => Primer.Contains(word) ? 'x' : '.'));
}
