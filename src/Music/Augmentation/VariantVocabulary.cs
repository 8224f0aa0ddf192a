using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Augmentation;

/// <summary>A dataset's words together with those that they become in variants of its pieces. Safe for concurrent use.</summary>
/// <remarks>
/// Variants are computed when they are needed: a piece's tokens, each looked up in <see cref="MapOf"/>, are the variant's. So a dataset is stored
/// once, and a model knows every word that it may meet. Words of either language move, those of neither (marks of a benchmark) stay.
/// </remarks>
public sealed class VariantVocabulary
{
    /// <summary>What stands in a map for a word that has no place in the variant.</summary>
    public const int Unmovable = -1;

    private readonly Vocabulary _dataset;
    private readonly VariantRange[] _reach; // of each word of the dataset
    private readonly int[]?[] _maps;

    /// <param name="dataset">The dataset's vocabulary.</param>
    /// <param name="moved">The ids in it whose pieces there will be variants of, in any order, also repeated.</param>
    /// <param name="range">The variants that there may be.</param>
    /// <exception cref="ArgumentException">An id or the range is out of range.</exception>
    public VariantVocabulary(Vocabulary dataset, IEnumerable<int> moved, VariantRange range)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(moved);
        if (!range.IsValid) throw new ArgumentOutOfRangeException(nameof(range), range, "Variants lie within 12 semitones and 31 tempos up and down, the piece itself among them.");
        int[] ids = [.. moved.Distinct()];
        dataset.RequireIds(ids, nameof(moved));
        (_dataset, Range, _maps) = (dataset, range, new int[range.Count][]);
        // No word moves in both ways, so that the variants which only transpose or only shift tempos have all words there are.
        var variants = Enumerable.Range(0, range.Count).Select(index => range[index]).Where(variant => variant.Semitones == 0 || variant.TempoBins == 0);
        Vocabulary = Vocabulary.Of(dataset.Words.Concat(variants.SelectMany(variant => ids.Select(id => MovedWord.Of(dataset.Words[id], variant)).OfType<string>())));
        _reach = [.. dataset.Words.Select(ReachOf)];
    }

    /// <summary>The words of the dataset and of every variant.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The variants that there may be.</summary>
    public VariantRange Range { get; }

    /// <summary>For variants of the pieces that a model learns from.</summary>
    /// <exception cref="ArgumentException">The range is out of range.</exception>
    public static VariantVocabulary Of(Dataset dataset, VariantRange range)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var isMoved = new bool[dataset.Vocabulary.Size];
        foreach (var piece in dataset.PiecesOf(Split.Train))
        {
            foreach (var id in dataset.TokensOf(piece)) isMoved[id] = true;
        }
        return new VariantVocabulary(dataset.Vocabulary, Enumerable.Range(0, isMoved.Length).Where(id => isMoved[id]), range);
    }

    /// <summary>The variants that a piece has: those in which all its words have a place, the piece itself always among them.</summary>
    /// <param name="piece">Ids of the dataset.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no id of the dataset.</exception>
    public VariantRange RangeOf(ReadOnlySpan<int> piece)
    {
        _dataset.RequireIds(piece);
        var range = Range;
        foreach (var id in piece) range = range.Intersect(_reach[id]);
        return range;
    }

    /// <summary>For each id of the dataset the one of <see cref="Vocabulary"/> in a variant, or <see cref="Unmovable"/>.</summary>
    /// <remarks>Every word has a place in the piece itself; special words have one, their own, in every variant.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The variant lies outside <see cref="Range"/>.</exception>
    public ReadOnlySpan<int> MapOf(Variant variant) => _maps[Range.IndexOf(variant)] ??= [.. _dataset.Words.Select(word => IdOf(word, variant))];

    private int IdOf(string word, Variant variant) =>
        MovedWord.Of(word, variant) is { } moved && Vocabulary.Contains(moved) ? Vocabulary.IdOf(moved) : Unmovable;

    private VariantRange ReachOf(string word)
    {
        var reach = default(VariantRange);
        while (Has(new(reach.LowestSemitones - 1, 0))) reach = reach with { LowestSemitones = reach.LowestSemitones - 1 };
        while (Has(new(reach.HighestSemitones + 1, 0))) reach = reach with { HighestSemitones = reach.HighestSemitones + 1 };
        while (Has(new(0, reach.SlowestBins - 1))) reach = reach with { SlowestBins = reach.SlowestBins - 1 };
        while (Has(new(0, reach.FastestBins + 1))) reach = reach with { FastestBins = reach.FastestBins + 1 };
        return reach;

        bool Has(Variant variant) => Range.Contains(variant) && IdOf(word, variant) != Unmovable;
    }
}
