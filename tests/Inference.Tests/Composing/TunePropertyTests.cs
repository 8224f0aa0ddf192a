using MusicGen.Inference.Composing;
using MusicGen.Music.Grammar;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Music.Starter;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Tests.Composing;

/// <summary>Tunes with whatever can be asked of one, drawn uniformly among the words that the rules leave: a model that has learnt nothing.</summary>
public sealed class TunePropertyTests
{
    private const int Tunes = 1_000;
    private const int Drums = Score24Vocabulary.DrumProgram;

    private static readonly Score24Options Everything = new() { Keys = true, Chords = true };
    private static readonly int[][] Pieces = [.. StarterCorpus.Compose().Take(12).Select(piece => Score24.Encode(piece.Score, Everything).Tokens.ToArray())];

    private readonly CounterRandom _random = new(24);
    private ulong _drawn;

    [Fact]
    public void Take_WhateverIsDrawn_GivesATuneThatKeepsToAllThatWasAsked()
    {
        var (kept, refused) = (new int[3], 0);
        for (var number = 0; kept.Sum() < Tunes; number++)
        {
            var (mode, vocabulary, primer) = (Below(3), DrawVocabulary(), DrawPrimer());
            var asked = DrawConstraints(mode, primer);
            var notes = new KeptNotes((ulong)number, variation: 1, change: Below(5) / 4.0);
            string[] words;
            try
            {
                words = Draw(mode switch
                {
                    0 => new Score24Rules(vocabulary, asked, primer = Below(2) == 0 ? [] : primer),
                    1 => Score24Rules.Vary(vocabulary, asked, primer, notes.Keeps),
                    _ => Score24Rules.Accompany(vocabulary, asked, primer),
                });
            }
            catch (Score24ConstraintException)
            {
                refused++;
                continue;
            }

            var tune = $"tune {number}, mode {mode}: {asked}\n{string.Join(' ', words)}";
            if (mode == 0) AssertContinued(words, primer, asked, tune);
            if (mode == 1) AssertVaried(words, primer, asked, notes, tune);
            if (mode == 2) AssertAccompanied(words, primer, asked, tune);
            kept[mode]++;
        }
        Assert.All(kept, count => Assert.True(count > Tunes / 5, $"{string.Join(", ", kept)} of the modes, {refused} refused, are too few to say anything."));
    }

    private int Below(int count) => _random.Below(_drawn++, count);

    private string[] Draw(Score24Rules rules)
    {
        var (words, forbidden, choices) = (new List<string>(), new bool[rules.Vocabulary.Size], new List<int>());
        while (!rules.IsComplete)
        {
            rules.Forbid(forbidden);
            choices.Clear();
            for (var id = 0; id < forbidden.Length; id++)
            {
                if (!forbidden[id]) choices.Add(id);
            }
            Assert.NotEmpty(choices);
            rules.Take(choices[Below(choices.Count)]);
            words.Add(rules.LastWord);
        }
        return [.. words];
    }

    /// <summary>The words of the pieces, less some that have a near one, so that a primer is not always heard as it is.</summary>
    private Vocabulary DrawVocabulary()
    {
        var words = Pieces.SelectMany(piece => Score24Vocabulary.ToWords(piece)).Concat(["Program_40", "Program_0", "Position_1", "TimeSig_3/4", "Tempo_63"]).Distinct();
        return Vocabulary.Of(words.Where(word => Score24Vocabulary.TokenOf(Score24Vocabulary.ToIds([word])[0]).Family
            is not (Score24Family.Velocity or Score24Family.Duration or Score24Family.Position or Score24Family.Key or Score24Family.Chord) || Below(3) > 0));
    }

    /// <summary>One to three bars out of a piece, which may begin with rests.</summary>
    private int[] DrawPrimer()
    {
        var piece = Pieces[Below(Pieces.Length)];
        var score = Score24.Decode(piece);
        var (first, shift) = ((4L + Below(6)) * 96, Below(3) * 31);
        var last = first + ((1 + Below(3)) * 96);
        Ticks Moved(Ticks tick) => new(Math.Max(tick.Value, first) - first + shift);
        var parts = score.Tracks.Select(track => (track.Program, Notes: track.Notes.Where(note => note.Onset.Value >= first && note.Onset.Value < last).ToArray()));
        var tracks = parts.Where(part => part.Notes.Length > 0 && Below(3) > 0)
            .Select(part => new Track(null, part.Program, part.Notes.Select(note => note with { Onset = Moved(note.Onset) }))).ToArray();
        var meter = Below(3) == 0 ? new Meter(Ticks.Zero, 3, 4) : Meter.Default;
        var chords = score.Chords.Where(chord => chord.At.Value >= first && chord.At.Value < last).Select(chord => chord with { At = Moved(chord.At) });
        var cut = new Score(24, tracks, [score.Tempos[0] with { At = new Ticks(Below(3) * 20) }, new Tempo(new Ticks(120), 700_000)], [meter], chords: chords);
        return tracks.Length == 0 ? DrawPrimer() : [.. Score24.Encode(cut, Everything).Tokens.SkipLast(1)];
    }

    private Score24Constraints DrawConstraints(int mode, int[] primer)
    {
        var (lowest, most) = (30 + Below(40), 1 + Below(24));
        int[] programs = [33, 40, 0, 65, Drums];
        var named = programs.Where(program => Below(2) == 0 && (mode != 2 || !ProgramsOf(primer).Contains(program))).ToArray();
        return new Score24Constraints
        {
            Bars = mode == 0 ? 4 + Below(3) : null,
            Programs = mode == 2 || (mode == 0 && named.Length > 0 && Below(2) == 0) ? named : null,
            MostPrograms = Below(3) == 0 ? 1 + Below(5) : 15,
            LowestPitch = lowest,
            HighestPitch = lowest + 12 + Below(40),
            Scale = Below(2) == 0 ? null : new Scale(Below(12), Below(2) == 0),
            MostNotesAtOnce = Below(2) == 0 ? null : 1 + Below(4),
            MostNotesPerBar = most,
            LeastNotesPerBar = (most + 1) / 2,
            CloseAtEnd = Below(3) > 0,
            Meters = mode == 0 ? [Below(2) == 0 ? "4/4" : "3/4"] : null,
            TempoQpm = Below(2) == 0 ? null : 60 + Below(100),
        };
    }

    private static void AssertContinued(string[] words, int[] primer, Score24Constraints asked, string tune)
    {
        int[] tokens = [.. primer, .. Score24Vocabulary.ToIds(words)];
        Assert.Equal(asked.Bars, tokens.Count(id => id == Score24Vocabulary.Bar));
        Assert.All(words.Where(word => word.StartsWith("TimeSig_", StringComparison.Ordinal)), word => Assert.Equal($"TimeSig_{asked.Meters![0]}", word));
        if (asked.TempoQpm is not null) Assert.InRange(words.Where(word => word.StartsWith("Tempo_", StringComparison.Ordinal)).Distinct().Count(), 0, 1);
        var given = primer.Length > 0 ? NotesOf([.. primer, Score24Vocabulary.End]) : [];
        AssertKept(tokens, given, asked, tune);
    }

    private static void AssertVaried(string[] words, int[] primer, Score24Constraints asked, KeptNotes kept, string tune)
    {
        var (before, after) = (Parts(primer), Parts(Score24Vocabulary.ToIds(words)));
        Assert.Equal(before.Frame, after.Frame);
        Assert.Equal(before.Notes.Count, after.Notes.Count);
        foreach (var (index, (note, varied)) in before.Notes.Zip(after.Notes).Index())
        {
            Assert.Equal((note.Program, note.Tick), (varied.Program, varied.Tick));
            if (kept.Keeps(index)) Assert.Equal(note, varied);
            if (note == varied || note.Program == Drums) continue;
            Assert.InRange(varied.Pitch, asked.LowestPitch, asked.HighestPitch);
            Assert.True(asked.Scale?.Contains(varied.Pitch) != false, tune);
            Assert.True(!asked.CloseAtEnd || varied.Tick + varied.Duration <= after.End, tune);
        }
        Score24.Decode(Score24Vocabulary.ToIds(words));
    }

    private static void AssertAccompanied(string[] words, int[] primer, Score24Constraints asked, string tune)
    {
        var tokens = Score24Vocabulary.ToIds(words);
        var (before, after) = (Parts(primer), Parts(tokens));
        var own = ProgramsOf(primer);
        Assert.Equal(before.Notes, after.Notes.Where(note => own.Contains(note.Program)));
        Assert.Equal(before.End, after.End);
        var score = Score24.Decode(tokens);
        var first = Score24.Decode([.. primer, Score24Vocabulary.End]);
        Assert.Equal(first.Meters, score.Meters);
        Assert.Equal(first.Tempos.Select(tempo => tempo.MicrosecondsPerQuarter), score.Tempos.Select(tempo => tempo.MicrosecondsPerQuarter));
        Assert.Equal(first.Tempos.Skip(1), score.Tempos.Skip(1));
        Assert.Equal(tokens, Score24.Encode(score, Everything).Tokens);
        AssertKept(tokens, NotesOf([.. primer, Score24Vocabulary.End]), asked, tune);
    }

    /// <summary>What binds composed notes in all bars.</summary>
    private static void AssertKept(int[] tokens, HashSet<(int, Note)> given, Score24Constraints asked, string tune)
    {
        var composed = NotesOf(tokens).Where(note => !given.Any(other => other.Item1 == note.Item1 && other.Item2.Onset == note.Item2.Onset && other.Item2.Pitch == note.Item2.Pitch)).ToList();
        var pitched = composed.Where(note => note.Item1 != Drums).Select(note => note.Item2).ToList();
        var end = Parts(tokens).End;
        var bars = new BarMap(24, Score24.Decode(tokens).Meters);
        Assert.All(composed, note => Assert.True(asked.Programs?.Contains(note.Item1) != false, tune));
        Assert.All(pitched, note => Assert.True(note.Pitch >= asked.LowestPitch && note.Pitch <= asked.HighestPitch && asked.Scale?.Contains(note.Pitch) != false, tune));
        Assert.All(composed, note => Assert.True(!asked.CloseAtEnd || note.Item2.End.Value <= end, tune));
        Assert.All(composed.CountBy(note => bars.PositionOf(note.Item2.Onset).Bar), bar => Assert.True(bar.Value <= asked.MostNotesPerBar, tune));
        HashSet<int> own = [.. given.Select(note => note.Item1), Drums];
        var joining = composed.Select(note => note.Item1).Where(program => !own.Contains(program)).Distinct().Count();
        Assert.True(joining == 0 || joining + own.Count - 1 <= asked.MostPrograms, tune);
        if (asked.MostNotesAtOnce is { } most)
            Assert.All(pitched, one => Assert.True(pitched.Count(other => other.Onset <= one.Onset && other.End > one.Onset) <= most, tune));
    }

    private static HashSet<int> ProgramsOf(int[] tokens) => [.. Parts(tokens).Notes.Select(note => note.Program)];

    private static HashSet<(int Program, Note Note)> NotesOf(int[] tokens) =>
        [.. Score24.Decode(tokens).Tracks.SelectMany(track => track.Notes.Select(note => (track.IsDrums ? Drums : track.Program, note with { Channel = 0 })))];

    /// <summary>What tokens tell, read without the decoder: all that is no note nor key nor chord, the notes exactly as they are told, and the last bar line.</summary>
    private static (List<(Score24Family, int)> Frame, List<(int Program, long Tick, int Pitch, int Velocity, int Duration)> Notes, long End) Parts(int[] tokens)
    {
        var (frame, notes) = (new List<(Score24Family, int)>(), new List<(int Program, long Tick, int Pitch, int Velocity, int Duration)>());
        long line = 0, length = 0, position = 0;
        var (program, pitch, velocity) = (0, 0, 0);
        foreach (var (family, value) in tokens.Select(Score24Vocabulary.TokenOf))
        {
            if (family == Score24Family.Bar) line += length;
            if (family == Score24Family.TimeSig) length = BarLength(value);
            if (family == Score24Family.Position) position = value;
            if (family == Score24Family.Program) program = value;
            if (family is Score24Family.Pitch or Score24Family.DrumPitch) pitch = value;
            if (family == Score24Family.Velocity) velocity = value;
            if (family is Score24Family.Bar or Score24Family.TimeSig or Score24Family.Tempo or Score24Family.Program) frame.Add((family, value));
            if (family == Score24Family.Duration || (family == Score24Family.Velocity && program == Drums))
                notes.Add((program, line + position, pitch, velocity, program == Drums ? 0 : value));
        }
        return (frame, notes, line + length);
    }

    private static int BarLength(int meter)
    {
        var word = Score24Vocabulary.WordOf(Score24Vocabulary.IdOf(Score24Family.TimeSig, meter))["TimeSig_".Length..].Split('/');
        return int.Parse(word[0]) * 96 / int.Parse(word[1]);
    }
}
