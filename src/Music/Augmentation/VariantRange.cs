using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Augmentation;

/// <summary>A choice of variants: each of some transpositions with each of some tempo shifts. The default holds the piece itself alone.</summary>
/// <param name="LowestSemitones">−12 … 0.</param>
/// <param name="HighestSemitones">0 … 12. From −5 to 6, every key comes once.</param>
/// <param name="SlowestBins">Tempo shift, −31 … 0.</param>
/// <param name="FastestBins">Tempo shift, 0 … 31.</param>
public readonly record struct VariantRange(int LowestSemitones, int HighestSemitones, int SlowestBins, int FastestBins)
{
    private const int MostSemitones = 12;

    private static readonly int MostBins = Score24Vocabulary.CountOf(Score24Family.Tempo) - 1;

    /// <summary>Whether every number lies in its range; then the piece itself is among the variants.</summary>
    public bool IsValid =>
        LowestSemitones is >= -MostSemitones and <= 0 && HighestSemitones is >= 0 and <= MostSemitones
        && SlowestBins <= 0 && SlowestBins >= -MostBins && FastestBins >= 0 && FastestBins <= MostBins;

    /// <summary>How many variants there are.</summary>
    public int Count => Transpositions * (FastestBins - SlowestBins + 1);

    private int Transpositions => HighestSemitones - LowestSemitones + 1;

    /// <summary>The variants in order, the slowest first, of one tempo the lowest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is below 0 or not below <see cref="Count"/>.</exception>
    public Variant this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new(LowestSemitones + (index % Transpositions), SlowestBins + (index / Transpositions));
        }
    }

    public bool Contains(Variant variant) =>
        variant.Semitones >= LowestSemitones && variant.Semitones <= HighestSemitones && variant.TempoBins >= SlowestBins && variant.TempoBins <= FastestBins;

    /// <summary>Where a variant stands among those that <see cref="this"/> gives.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one of them.</exception>
    public int IndexOf(Variant variant) => Contains(variant)
        ? ((variant.TempoBins - SlowestBins) * Transpositions) + variant.Semitones - LowestSemitones
        : throw new ArgumentOutOfRangeException(nameof(variant), variant, $"This is none of the variants {this}.");

    /// <summary>The variants that both have.</summary>
    public VariantRange Intersect(VariantRange other) => new(
        Math.Max(LowestSemitones, other.LowestSemitones),
        Math.Min(HighestSemitones, other.HighestSemitones),
        Math.Max(SlowestBins, other.SlowestBins),
        Math.Min(FastestBins, other.FastestBins));

    /// <summary>One of the variants, each as likely as another: a function of the arguments alone.</summary>
    /// <param name="seed">The training's seed.</param>
    /// <param name="epoch">0 or more.</param>
    /// <param name="piece">The piece's place in its dataset.</param>
    public Variant Draw(ulong seed, int epoch, int piece)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(piece);
        return this[CounterRandom.For(seed, "variants").Below(((ulong)epoch << 32) | (uint)piece, Count)];
    }
}
