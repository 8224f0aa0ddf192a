using CsCheck;
using MusicGen.Music.Augmentation;

namespace MusicGen.Music.Tests.Augmentation;

public sealed class VariantRangeTests
{
    private static readonly Gen<VariantRange> Ranges =
        Gen.Select(Gen.Int[-12, 0], Gen.Int[0, 12], Gen.Int[-31, 0], Gen.Int[0, 31], (lowest, highest, slowest, fastest) => new VariantRange(lowest, highest, slowest, fastest));

    [Fact]
    public void Item_EveryIndex_IsEachVariantOnceWithThatIndex() => Ranges.Sample(range =>
    {
        var variants = Enumerable.Range(0, range.Count).Select(index => range[index]).ToArray();

        Assert.Equal((range.HighestSemitones - range.LowestSemitones + 1) * (range.FastestBins - range.SlowestBins + 1), variants.Distinct().Count());
        Assert.All(variants, (variant, index) => Assert.True(range.Contains(variant) && range.IndexOf(variant) == index));
    });

    [Fact]
    public void Intersect_TwoRanges_HoldsWhatBothHold() => Gen.Select(Ranges, Ranges, Gen.Int[-12, 12], Gen.Int[-31, 31]).Sample((one, other, semitones, bins) =>
    {
        var variant = new Variant(semitones, bins);

        var both = one.Intersect(other);

        Assert.Equal(one.Contains(variant) && other.Contains(variant), both.Contains(variant));
        Assert.True(both.IsValid && both.Contains(default));
    });

    [Theory]
    [InlineData(-13, 0, 0, 0)]
    [InlineData(1, 2, 0, 0)]
    [InlineData(0, 13, 0, 0)]
    [InlineData(-2, -1, 0, 0)]
    [InlineData(0, 0, -32, 0)]
    [InlineData(0, 0, 1, 2)]
    [InlineData(0, 0, 0, 32)]
    [InlineData(0, 0, -2, -1)]
    public void IsValid_NumberOutOfRange_IsFalse(int lowest, int highest, int slowest, int fastest) =>
        Assert.False(new VariantRange(lowest, highest, slowest, fastest).IsValid);

    [Fact]
    public void Default_Range_IsThePieceItself()
    {
        var range = default(VariantRange);

        Assert.True(range.IsValid);
        Assert.Equal((1, default), (range.Count, range[0]));
        Assert.Equal(default, range.Draw(seed: 7, epoch: 3, piece: 5));
    }

    /// <remarks>36 variants, 3,600 draws: chi-squared with 35 degrees of freedom stays below 66.6 in 999 of 1,000 cases.</remarks>
    [Fact]
    public void Draw_ManyPieces_IsUniform()
    {
        var range = new VariantRange(-5, 6, -1, 1);

        var counts = Enumerable.Range(0, 3_600).Select(piece => range.Draw(seed: 1, epoch: piece % 9, piece)).CountBy(variant => variant).ToArray();

        Assert.Equal(36, counts.Length);
        Assert.InRange(counts.Sum(count => Math.Pow(count.Value - 100, 2) / 100), 10, 66.6);
    }

    [Fact]
    public void Draw_OtherSeedEpochOrPiece_IsDrawnAnew()
    {
        var range = new VariantRange(-12, 12, -31, 31);

        Variant[] draws = [range.Draw(1, 2, 3), range.Draw(2, 2, 3), range.Draw(1, 3, 3), range.Draw(1, 2, 4), range.Draw(1, 3, 2)];

        Assert.Equal(draws.Length, draws.Distinct().Count());
        Assert.Equal(draws[0], range.Draw(1, 2, 3));
    }

    [Fact]
    public void Members_ArgumentOutOfRange_NameIt()
    {
        Assert.Throws<ArgumentOutOfRangeException>("index", () => default(VariantRange)[1]);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => default(VariantRange)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>("variant", () => default(VariantRange).IndexOf(new Variant(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => default(VariantRange).Draw(1, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("piece", () => default(VariantRange).Draw(1, 0, -1));
    }
}
