using MusicGen.Music.Augmentation;
using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Tests.Augmentation;

public sealed class VariantVocabularyTests
{
    private static readonly VariantRange Twelve = new(-5, 6, -1, 1);

    [Theory]
    [InlineData("Pitch_60", "Pitch_64", 4, 0)]
    [InlineData("Pitch_0", null, -1, 0)]
    [InlineData("Pitch_127", null, 1, 0)]
    [InlineData("Pitch_127", "Pitch_115", -12, 31)]
    [InlineData("DrumPitch_36", "DrumPitch_36", 4, 0)]
    [InlineData("Program_32", "Program_32", 4, 1)]
    [InlineData("Velocity_66", "Velocity_66", 4, 1)]
    [InlineData("Key_Bb:maj", "Key_D:maj", 4, 0)]
    [InlineData("Key_Bb:min", "Key_B:min", 1, 0)]
    [InlineData("Key_C:min", "Key_B:min", -1, 0)]
    [InlineData("Key_C:maj", "Key_C:maj", 12, 0)]
    [InlineData("Chord_A:m7b5", "Chord_Db:m7b5", 4, 0)]
    [InlineData("Chord_C:mMaj7", "Chord_C:mMaj7", -12, 0)]
    [InlineData("Chord_Db:maj", "Chord_B:maj", -2, 0)]
    [InlineData("Chord_N.C.", "Chord_N.C.", 4, 0)]
    [InlineData("Tempo_30", "Tempo_32", 4, 1)]
    [InlineData("Tempo_30", null, 0, -1)]
    [InlineData("Tempo_300", null, 0, 1)]
    [InlineData("Tempo_300", "Tempo_30", 0, -31)]
    [InlineData("B3", "C4", 1, 1)]
    [InlineData("E-4", "B-3", -5, 0)]
    [InlineData("C-1", null, -1, 0)]
    [InlineData("G9", null, 1, 0)]
    [InlineData("C#-1", "En-1", 3, 0)]
    [InlineData("4.7.11", "0.3.7", -4, 0)]
    [InlineData("9", "0", 3, 0)]
    [InlineData("0.4.8", "0.4.8", 4, 0)] // an augmented triad a third higher is the same
    [InlineData("0.3.6.9", "1.4.7.10", 4, 0)]
    [InlineData("1.7", "0.6", 5, 0)]
    [InlineData("|", "|", 5, 1)]
    [InlineData("H4", "H4", 5, 1)]
    public void MapOf_Word_IsWhatItBecomes(string word, string? becomes, int semitones, int bins)
    {
        var dataset = Vocabulary.Of([word]);
        var variants = new VariantVocabulary(dataset, [0], new VariantRange(-12, 12, -31, 31));

        var moved = variants.MapOf(new Variant(semitones, bins))[0];

        Assert.Equal(becomes, moved == VariantVocabulary.Unmovable ? null : variants.Vocabulary.Words[moved]);
    }

    [Fact]
    public void Vocabulary_NoVariants_IsTheDatasets()
    {
        var dataset = Vocabulary.Of(["C4", "7.4.0", "0.4.7", "Pitch_60", "|"]);

        var variants = new VariantVocabulary(dataset, Enumerable.Range(0, dataset.Size), default);

        Assert.Equal(dataset.Words, variants.Vocabulary.Words);
        Assert.Equal(Enumerable.Range(0, dataset.Size), variants.MapOf(default).ToArray());
    }

    [Fact]
    public void Vocabulary_Variants_HasTheWordsThatMovedOnesBecomeAndTheSpecialsLast()
    {
        var dataset = Vocabulary.Of(["C4", "C9", "0.4.8"]);

        var variants = new VariantVocabulary(dataset, [dataset.IdOf("C4"), dataset.IdOf("0.4.8"), dataset.IdOf("C4"), dataset.Begin], new VariantRange(-1, 2, 0, 0));

        Assert.Equal(["0.4.8", "1.5.9", "2.6.10", "3.7.11", "B3", "C#4", "C4", "C9", "D4", "<pad>", "<bos>", "<unk>"], variants.Vocabulary.Words);
    }

    [Fact]
    public void MapOf_SpecialWords_AreThemselves()
    {
        var dataset = Vocabulary.Of(["C4"]);
        var variants = new VariantVocabulary(dataset, [0], Twelve);

        var map = variants.MapOf(new Variant(6, 1));

        Assert.Equal(
            [variants.Vocabulary.Pad, variants.Vocabulary.Begin, variants.Vocabulary.Unknown],
            new[] { map[dataset.Pad], map[dataset.Begin], map[dataset.Unknown] });
    }

    [Fact]
    public void RangeOf_Piece_IsWhereAllItsWordsHaveAPlace()
    {
        var dataset = Vocabulary.Of(["Pitch_2", "Pitch_125", "Tempo_30", "Velocity_66", "DrumPitch_27"]);
        var variants = new VariantVocabulary(dataset, Enumerable.Range(0, 5), Twelve);

        VariantRange RangeOf(params string[] words) => variants.RangeOf([.. words.Select(dataset.IdOf)]);

        Assert.Equal(new VariantRange(-2, 6, 0, 1), RangeOf("Tempo_30", "Pitch_2", "Velocity_66"));
        Assert.Equal(new VariantRange(-2, 2, -1, 1), RangeOf("Pitch_2", "Pitch_125"));
        Assert.Equal(Twelve, RangeOf("DrumPitch_27", "Velocity_66"));
        Assert.Equal(Twelve, RangeOf());
    }

    [Fact]
    public void RangeOf_WordThatIsNotMoved_ReachesOnlyWhatIsThere()
    {
        var dataset = Vocabulary.Of(["C4", "C#4", "E4", "Velocity_66"]);

        var variants = new VariantVocabulary(dataset, [dataset.IdOf("C4")], new VariantRange(-1, 1, 0, 0));

        Assert.Equal(["B3", "C#4", "C4", "E4", "Velocity_66"], variants.Vocabulary.Words.SkipLast(3));
        Assert.Equal(new VariantRange(-1, 0, 0, 0), variants.RangeOf([dataset.IdOf("C#4")]));
        Assert.Equal(default, variants.RangeOf([dataset.IdOf("E4")]));
        Assert.Equal(VariantVocabulary.Unmovable, variants.MapOf(new Variant(1, 0))[dataset.IdOf("E4")]);
        Assert.Equal(new VariantRange(-1, 1, 0, 0), variants.RangeOf([dataset.IdOf("Velocity_66")]));
    }

    [Fact]
    public void Of_Dataset_MovesTheWordsOfItsTrainingSplit()
    {
        var vocabulary = Vocabulary.Of(["C4", "E4", "G4"]);
        var dataset = new Dataset(vocabulary, [0, 0, 1, 2], [new("a", "aa", Split.Train, 0, 2), new("b", "bb", Split.Validation, 2, 1), new("c", "cc", Split.Test, 3, 1)]);

        var variants = VariantVocabulary.Of(dataset, new VariantRange(0, 1, 0, 0));

        Assert.Equal(["C#4", "C4", "E4", "G4"], variants.Vocabulary.Words.SkipLast(3));
    }

    [Fact]
    public void Members_ArgumentsThatMakeNoSense_AreRefused()
    {
        var dataset = Vocabulary.Of(["C4"]);
        var variants = new VariantVocabulary(dataset, [0], Twelve);

        Assert.Throws<ArgumentOutOfRangeException>("range", () => new VariantVocabulary(dataset, [0], new VariantRange(0, 13, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("moved", () => new VariantVocabulary(dataset, [dataset.Size], Twelve));
        Assert.Throws<ArgumentOutOfRangeException>("variant", () => variants.MapOf(new Variant(7, 0)).Length);
        Assert.Throws<ArgumentOutOfRangeException>("piece", () => variants.RangeOf([-1]));
    }
}
