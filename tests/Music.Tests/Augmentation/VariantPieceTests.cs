using CsCheck;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Scores;
using MusicGen.Music.Tests.Tokens.Grid24;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Augmentation;

/// <summary>Whole random pieces: to move the words is to move the music.</summary>
public sealed class VariantPieceTests
{
    private static readonly VariantRange Widest = new(-12, 12, -31, 31);

    private static readonly Score24Options Everything = new() { Keys = true, Chords = true };

    /// <summary>A random score and, of any number, the variant of that place among those that its piece has.</summary>
    private static readonly Gen<(Score Score, int Choice)> Choices = Gen.Select(ShortScore.Scores, Gen.Int[0, 100_000]);

    [Fact]
    public void MapOf_PieceOfScore24_TellsTheScoreTransposedAndFaster() => Choices.Sample((score, choice) =>
    {
        var words = Score24.Encode(score, Everything).ToWords();
        var (variant, moved, _) = Move(words, choice);

        var played = Score24.Decode(Score24Vocabulary.ToIds(moved));

        var original = Score24.Decode(Score24Vocabulary.ToIds(words));
        Assert.Equal(Transposed(original, variant.Semitones), Transposed(played, 0));
        Assert.Equal(
            original.Tempos.Select(tempo => (tempo.At, Score24Scales.TempoIndex(tempo.MicrosecondsPerQuarter) + variant.TempoBins)),
            played.Tempos.Select(tempo => (tempo.At, Score24Scales.TempoIndex(tempo.MicrosecondsPerQuarter))));
        Assert.Equal(
            original.Keys.Select(key => (key.At, (key.Tonic + variant.Semitones + 12) % 12, key.IsMinor)),
            played.Keys.Select(key => (key.At, key.Tonic, key.IsMinor)));
    });

    [Fact]
    public void MapOf_PieceOfScore24_IsThePieceThatItsScoreIsToldAs() => Choices.Sample((score, choice) =>
    {
        var (_, moved, _) = Move(Score24.Encode(score, Everything).ToWords(), choice);

        var told = Score24.Encode(Score24.Decode(Score24Vocabulary.ToIds(moved)), Everything).ToWords();

        Assert.Equal(moved, told);
    });

    [Fact]
    public void MapOf_NoteNames_AreThoseOfTheTransposedScore() => Gen.Select(ShortScore.Scores, Gen.Int[-12, 12], Gen.Bool).Sample((score, semitones, splitTies) =>
    {
        var options = new NoteNamesOptions { SplitTiesAtBar = splitTies };
        var words = NoteNames.Encode(score, options);
        var dataset = Vocabulary.Of(words);
        var variants = new VariantVocabulary(dataset, Enumerable.Range(0, dataset.Size), Widest);
        var map = variants.MapOf(new Variant(semitones, 0)).ToArray();

        var moved = words.Select(word => variants.Vocabulary.Words[map[dataset.IdOf(word)]]);

        Assert.Equal(NoteNames.Encode(Transposed(score, semitones), options), moved);
    });

    [Fact]
    public void MapOf_ThereAndBack_IsTheSamePiece() => Choices.Select(Gen.Bool).Sample((choice, isScore24) =>
    {
        var words = isScore24 ? Score24.Encode(choice.Score, Everything).ToWords() : NoteNames.Encode(choice.Score);
        var (variant, moved, range) = Move(words, choice.Choice);
        var back = new Variant(-variant.Semitones, -variant.TempoBins);
        var dataset = Vocabulary.Of(moved);
        var variants = new VariantVocabulary(dataset, Enumerable.Range(0, dataset.Size), Widest);
        int[] piece = [.. moved.Select(dataset.IdOf)];

        var map = variants.MapOf(back).ToArray();

        Assert.True(range.Contains(variant) && variants.RangeOf(piece).Contains(back));
        Assert.Equal(words, piece.Select(id => variants.Vocabulary.Words[map[id]]));
    });

    private static (Variant Variant, string[] Moved, VariantRange Range) Move(string[] words, int choice)
    {
        var dataset = Vocabulary.Of(words);
        var variants = new VariantVocabulary(dataset, Enumerable.Range(0, dataset.Size), Widest);
        int[] piece = [.. words.Select(dataset.IdOf)];
        var range = variants.RangeOf(piece);
        var variant = range[choice % range.Count];
        var map = variants.MapOf(variant).ToArray();
        return (variant, [.. piece.Select(id => variants.Vocabulary.Words[map[id]])], range);
    }

    /// <summary>Without tempos and keys, which have several spellings.</summary>
    private static Score Transposed(Score score, int semitones) => new(
        score.TicksPerQuarter,
        score.Tracks.Select(track => track.IsDrums ? track : new Track(track.Name, track.Program, track.Notes.Select(note => note with { Pitch = note.Pitch + semitones }))),
        null,
        score.Meters,
        score.End,
        score.Name,
        null,
        score.Chords.Select(chord => chord with { Root = (chord.Root + semitones + 12) % 12 }));
}
