using MusicGen.Music.Randomness;

namespace MusicGen.Music.Tests.Randomness;

/// <summary>The vectors are those of kat_vectors in Random123 1.14 (philox4x32, 10 rounds).</summary>
public sealed class CounterRandomTests
{
    [Theory]
    [InlineData(0UL, 0UL, 0UL, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(0x299f31d0_a4093822UL, 0x03707344_13198a2eUL, 0x85a308d3_243f6a88UL, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Block_KnownCounterAndKey_GivesThePublishedWords(ulong seed, ulong stream, ulong index, uint[] expected)
    {
        var words = new uint[4];

        new CounterRandom(seed, stream).Block(index, words);

        Assert.Equal(expected, words);
    }

    [Fact]
    public void Uniform_ManyIndices_StaysInTheUnitIntervalAndFillsItEvenly()
    {
        var random = new CounterRandom(7);

        var numbers = Enumerable.Range(0, 10_000).Select(i => random.Uniform((ulong)i)).ToArray();

        Assert.All(numbers, number => Assert.InRange(number, 0, 1 - double.Epsilon));
        Assert.InRange(numbers.Average(), 0.49, 0.51);
    }

    [Fact]
    public void Below_ManyIndices_ReachesEveryNumberAndNoOther()
    {
        var random = new CounterRandom(7);

        var seen = Enumerable.Range(0, 1_000).Select(i => random.Below((ulong)i, 6)).Distinct().Order();

        Assert.Equal([0, 1, 2, 3, 4, 5], seen);
    }

    [Fact]
    public void Permutation_OfACount_HoldsEachNumberOnceAndIsRepeatable()
    {
        var order = CounterRandom.For(7, "shuffle").Permutation(100);

        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), order);
        Assert.Equal(order, CounterRandom.For(7, "shuffle").Permutation(100));
        Assert.NotEqual(order, CounterRandom.For(7, "dropout").Permutation(100));
    }
}
