using CsCheck;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Originality;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tests.Tokens.Grid24;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Originality;

public sealed class CopyMeterTests
{
    /// <summary>All note names.</summary>
    private static readonly Vocabulary Names = Vocabulary.Of(Enumerable.Range(0, 128).Select(PitchNames.Of));

    /// <summary>Melodies of so few steps that much of one is found in another by chance.</summary>
    private static readonly Gen<int[][]> Melodies = Gen.Int[60, 62].Array[0, 25].Array[0, 4];

    private static ReadOnlyMemory<int> Piece(params int[] pitches) => pitches.Select(pitch => Names.IdOf(PitchNames.Of(pitch))).ToArray();

    private static int[] Line(int seed, int notes) => [.. Enumerable.Range(0, notes).Select(i => 40 + new CounterRandom((ulong)seed).Below((ulong)i, 40))];

    private static CopyMeter Compare(int[][] generated, params int[][] training) =>
        Compare(Names, [.. generated.Select(pitches => Piece(pitches))], Names, [.. training.Select(pitches => Piece(pitches))]);

    private static CopyMeter Compare(Vocabulary words, ReadOnlyMemory<int>[] generated, Vocabulary trainingWords, ReadOnlyMemory<int>[] training)
    {
        var meter = new CopyMeter(words, generated);
        meter.Compare(trainingWords, training, cancellationToken: TestContext.Current.CancellationToken);
        return meter;
    }

    [Fact]
    public void Count_TransposedCopy_IsAllCopied()
    {
        var count = Compare([[.. Line(1, 100).Select(pitch => pitch + 5)]], Line(2, 50), Line(1, 100)).Count();

        Assert.Equal((new CopyCount(100, 100, 99), 1.0), (count, count.Share));
    }

    [Fact]
    public void Count_RandomLine_IsNotCopied()
    {
        var count = Compare([Line(1, 500)], [.. Enumerable.Range(2, 200).Select(seed => Line(seed, 500))]).Count();

        Assert.Equal((500, 0, 0), (count.Notes, count.Copied, count.Share));
        Assert.InRange(count.LongestRun, 2, 6);
    }

    /// <remarks>The notes around the copies lie far away, so that no run goes on by chance.</remarks>
    [Theory]
    [InlineData(12, 0)] // 11 intervals
    [InlineData(13, 13)]
    [InlineData(20, 20)]
    public void Count_PartlyCopied_IsThatPart(int notes, int copied)
    {
        var original = Line(1, 60);

        var count = Compare([[0, 127, .. original[10..(10 + notes)], 127, 1, .. original[40..50], 2]], original).Count();

        Assert.Equal(new CopyCount(notes + 15, copied, notes - 1), count);
    }

    [Fact]
    public void Count_RunsThatOverlap_CountEachNoteOnce()
    {
        var original = Line(1, 60);
        int[] one = original[..20], other = [.. original[8..20], 0, 127, 3];

        var count = Compare([original[..30]], one, other, original[15..35]).Count();

        Assert.Equal(new CopyCount(30, 20 + 10, 19), count);
    }

    [Fact]
    public void Count_MelodiesOneAfterAnother_HaveNoRunInCommon()
    {
        var original = Line(1, 40);

        var count = Compare([original[..10], original[10..20]], original).Count();

        Assert.Equal(new CopyCount(20, 0, 9), count);
    }

    [Fact]
    public void Count_AnyMelodiesAndRun_IsWhatLookingEverywhereFinds() => Gen.Select(Melodies, Melodies, Gen.Int[1, 8]).Sample((generated, training, run) =>
    {
        var count = Compare(generated, training).Count(run);

        var runs = StepsOf(training, run);
        var copied = generated.Sum(pitches =>
            RunsOf(pitches, run).Where(found => runs.Contains(found.Steps)).SelectMany(found => Enumerable.Range(found.Index, run + 1)).Distinct().Count());
        var longest = Enumerable.Range(1, 24).LastOrDefault(length => StepsOf(generated, length).Overlaps(StepsOf(training, length)));
        Assert.Equal(new CopyCount(generated.Sum(pitches => pitches.Length), copied, longest), count);
    });

    [Fact]
    public void Count_VariantOfAPieceInEitherLanguage_IsAllCopied() => Gen.Select(ShortScore.Scores, Gen.Int[0, 100_000], Gen.Bool).Sample((score, choice, isScore24) =>
    {
        var words = isScore24 ? Score24.Encode(score).ToWords() : NoteNames.Encode(score);
        var dataset = Vocabulary.Of(words);
        int[] piece = [.. words.Select(dataset.IdOf)];
        var variants = new VariantVocabulary(dataset, piece, new VariantRange(-12, 12, -1, 1));
        var range = variants.RangeOf(piece);
        var map = variants.MapOf(range[choice % range.Count]).ToArray();

        var count = Compare(variants.Vocabulary, [piece.Select(id => map[id]).ToArray()], dataset, [piece]).Count(1);

        var melodies = new MelodyReader(dataset).Read(piece);
        Assert.Equal(melodies.Sum(melody => melody.Count > 1 ? melody.Count : 0), count.Copied);
        Assert.Equal(melodies.Max(melody => (int?)melody.Count - 1) ?? 0, count.LongestRun);
    });

    [Fact]
    public void Count_ChordsOfScore24_AreHeardAsTheirHighestNotes()
    {
        string[] original = Piano("60 62 64 65 67 69 71 72 74 76 77 79 81"), harmonised = Piano("40,62 64 50,66 67 69 71 73 1,2,74 76 78 79 81 80,83");
        var (words, trainingWords) = (Vocabulary.Of(harmonised), Vocabulary.Of(original));

        var count = Compare(words, [harmonised.Select(words.IdOf).ToArray()], trainingWords, [original.Select(trainingWords.IdOf).ToArray()]).Count();

        Assert.Equal(new CopyCount(13, 13, 12), count);
    }

    [Fact]
    public void Compare_SeveralTimes_AddsUp()
    {
        var (one, other) = (Line(1, 20), Line(2, 20));
        var meter = Compare([one, other], one);

        var before = meter.Count();
        meter.Compare(Names, [Piece(other)], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((20, 40), (before.Copied, meter.Count().Copied));
    }

    [Fact]
    public void Compare_Progress_RisesToTheWhole()
    {
        var parts = new List<double>();

        new CopyMeter(Names, []).Compare(Names, [Piece(60), Piece()], parts.Add, TestContext.Current.CancellationToken);

        Assert.Equal([0.5, 1], parts);
    }

    [Fact]
    public void Compare_Cancelled_KeepsWhatWasCompared()
    {
        using var source = new CancellationTokenSource();
        var meter = new CopyMeter(Names, [Piece(Line(1, 20)), Piece(Line(2, 20))]);

        Assert.Throws<OperationCanceledException>(() => meter.Compare(Names, [Piece(Line(1, 20)), Piece(Line(2, 20))], _ => source.Cancel(), source.Token));

        Assert.Equal(20, meter.Count().Copied);
    }

    [Fact]
    public void Count_Nothing_IsNothing()
    {
        var count = Compare([], Line(1, 20)).Count();

        Assert.Equal((default, 0.0), (count, count.Share));
    }

    [Fact]
    public void Members_ArgumentsThatMakeNoSense_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("run", () => Compare([]).Count(0));
        Assert.Throws<ArgumentOutOfRangeException>("piece", () => new CopyMeter(Names, [new[] { -1 }]));
    }

    /// <summary>A piece of Score24 in one bar: what is struck at each of its ticks, separated by spaces.</summary>
    private static string[] Piano(string chords)
    {
        var positions = chords.Split(' ').Select((chord, tick) =>
            $"Position_{tick} {(tick == 0 ? "Tempo_123 " : "")}Program_0 {string.Join(' ', chord.Split(',').Select(pitch => $"Pitch_{pitch} Velocity_66 Duration_1"))}");
        return $"Bar TimeSig_4/4 {string.Join(' ', positions)} EOS".Split(' ');
    }

    private static HashSet<string> StepsOf(int[][] melodies, int run) => [.. melodies.SelectMany(pitches => RunsOf(pitches, run)).Select(found => found.Steps)];

    private static IEnumerable<(int Index, string Steps)> RunsOf(int[] pitches, int run) =>
        from index in Enumerable.Range(0, Math.Max(0, pitches.Length - run))
        select (index, string.Join(' ', Enumerable.Range(index, run).Select(i => pitches[i + 1] - pitches[i])));
}
