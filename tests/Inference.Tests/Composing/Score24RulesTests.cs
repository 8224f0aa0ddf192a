using MusicGen.Contracts.Training;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tests.Decoding;
using MusicGen.Music.Grammar;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Tests.Composing;

/// <summary>A network that has learnt nothing, held to the grammar alone.</summary>
public sealed class Score24RulesTests
{
    private const int TicksPerBar = 96;

    private static readonly int[][] Pieces = [.. StarterCorpus.Compose().Take(6).Select(piece => Score24.Encode(piece.Score).Tokens.ToArray())];
    private static readonly Vocabulary Words = Vocabulary.Of(Pieces.SelectMany(piece => Score24Vocabulary.ToWords(piece)));
    private static readonly Decoder Model = SmallNetworks.Decoder(new ModelShape(Words.Size, 4, 8, 1), scale: 2);
    private static readonly int[] Programs =
        [.. Words.Words.Select(word => Score24Vocabulary.TryIdOf(word, out var id) ? id : 0).Select(Score24Vocabulary.TokenOf).Where(token => token.Family == Score24Family.Program).Select(token => token.Value)];

    [Fact]
    public void Compose_WithRandomConstraints_GivesPiecesThatKeepToThem()
    {
        const int Tunes = 200;
        for (var tune = 0UL; tune < Tunes; tune++)
        {
            var constraints = Random(new CounterRandom(tune));

            var score = Score24.Decode(Compose(constraints, seed: tune));

            AssertKept(constraints, score, $"tune {tune}: {constraints}");
        }
    }

    [Fact]
    public void Compose_WithTheSameArguments_GivesTheSameWords()
    {
        var constraints = new Score24Constraints { Bars = 3 };

        Assert.Equal(Compose(constraints, seed: 5), Compose(constraints, seed: 5));
        Assert.NotEqual(Compose(constraints, seed: 5), Compose(constraints, seed: 6));
    }

    [Fact]
    public void Compose_AfterAPrimer_GoesOnFromIt()
    {
        var primer = BarsOf(Pieces[0], 2);

        var whole = Compose(new Score24Constraints { Bars = 4 }, seed: 1, primer);

        Assert.Equal(primer, whole[..primer.Length]);
        Assert.Equal(4, whole.Count(id => id == Score24Vocabulary.Bar));
        Assert.Equal(Score24Vocabulary.End, whole[^1]);
    }

    [Fact]
    public void Forbid_AtTheBeginning_LeavesABarAlone()
    {
        var forbidden = new bool[Words.Size];

        new Score24Rules(Words, new Score24Constraints { Bars = 1 }, []).Forbid(forbidden);

        Assert.Equal(["Bar"], Words.Words.Where((_, id) => !forbidden[id]));
    }

    [Fact]
    public void Constructor_WordsThatAreNotScore24_SaysWhatIsMissing() =>
        Assert.Throws<Score24ConstraintException>(() => new Score24Rules(Vocabulary.Of(["C4", "0.4.7"]), new Score24Constraints { Bars = 1 }, []));

    [Fact]
    public void Constructor_PrimerLongerThanTheTune_IsRefused()
    {
        var primer = BarsOf(Pieces[0], 3);

        var refused = Assert.Throws<Score24ConstraintException>(() => new Score24Rules(Words, new Score24Constraints { Bars = 2 }, primer));

        Assert.Equal(nameof(Score24Constraints.Bars), refused.Constraint);
    }

    /// <summary>The whole piece: primer and what was composed.</summary>
    private static int[] Compose(Score24Constraints constraints, ulong seed, params int[] primer)
    {
        var heard = HeardPrimer.Of(Score24Vocabulary.ToWords(primer), Words);
        Assert.Empty(heard.Strange);
        var composed = Composer.Compose(Model, new TuneDraft(new Score24Rules(Words, constraints, primer), heard.Ids, new SamplingOptions(), seed));
        return [.. primer, .. Score24Vocabulary.ToIds(composed.Select(id => Words.Words[id]))];
    }

    /// <summary>The beginning of a piece, up to the bar line behind so many bars.</summary>
    private static int[] BarsOf(int[] piece, int bars)
    {
        var lines = piece.Index().Where(token => token.Item == Score24Vocabulary.Bar).Select(token => token.Index);
        return piece[..lines.ElementAt(bars)];
    }

    private static Score24Constraints Random(CounterRandom random)
    {
        var index = 0UL;
        int Below(int end) => (int)(random.Uniform(index++) * end);
        var lowest = 30 + Below(40);
        return new Score24Constraints
        {
            Bars = 1 + Below(4),
            Programs = Below(3) == 0 ? null : [Programs[Below(Programs.Length)], Programs[Below(Programs.Length)]],
            MostPrograms = 1 + Below(5),
            LowestPitch = lowest,
            HighestPitch = lowest + 12 + Below(30),
            MostNotesAtOnce = Below(2) == 0 ? null : 1 + Below(6),
            MostNotesPerBar = 1 + Below(40),
            CloseAtEnd = Below(2) == 0,
        };
    }

    private static void AssertKept(Score24Constraints constraints, Score score, string tune)
    {
        var pitched = score.Tracks.Where(track => !track.IsDrums).SelectMany(track => track.Notes.Select(note => (track.Program, Note: note))).ToList();
        var end = constraints.Bars!.Value * TicksPerBar;
        Assert.True(score.NoteCount > 0, tune);
        Assert.All(score.Tracks.SelectMany(track => track.Notes), note => Assert.True(note.Onset.Value < end, tune));
        Assert.All(pitched, note => Assert.InRange(note.Note.Pitch, constraints.LowestPitch, constraints.HighestPitch));
        if (constraints.Programs is { } programs)
        {
            Assert.All(pitched, note => Assert.Contains(note.Program, programs));
            Assert.True(programs.Contains(Score24Vocabulary.DrumProgram) || score.Tracks.All(track => !track.IsDrums), tune);
        }
        Assert.InRange(pitched.Select(note => note.Program).Distinct().Count(), 0, constraints.MostPrograms);
        if (constraints.CloseAtEnd) Assert.All(pitched, note => Assert.True(note.Note.End.Value <= end, tune));
        if (constraints.MostNotesAtOnce is { } most)
            Assert.All(pitched, one => Assert.InRange(pitched.Count(other => other.Note.Onset <= one.Note.Onset && other.Note.End > one.Note.Onset), 1, most));
        Assert.All(
            score.Tracks.SelectMany(track => track.Notes).CountBy(note => note.Onset.Value / TicksPerBar),
            bar => Assert.InRange(bar.Value, 1, constraints.MostNotesPerBar));
    }
}
