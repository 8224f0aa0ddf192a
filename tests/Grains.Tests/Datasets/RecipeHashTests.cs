using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class RecipeHashTests
{
    private static readonly DatasetRecipe Recipe = new(
        "0af377c1",
        "corpora/local/jazz",
        new NoteNamesSettings());

    /// <summary>A change of this number orphans every dataset that was ever built: raise <c>RecipeHash.Format</c> when that is meant.</summary>
    /// <remarks>
    /// From coreutils: printf '%s' '{"format":2,"recipe":{"files":"0af377c1",
    /// "filesPrefix":"corpora/local/jazz","tokenizer":{"parts":"allPitched","toleranceDivisor":4,"splitTiesAtBar":false},"heldOutShare":0.1}}' | sha256sum, on one line.
    /// </remarks>
    [Fact]
    public void Of_FixedRecipe_NeverChanges() =>
        Assert.Equal("dac11790a2caccfad9746efca9cb21828c75792498961df8cf86d0d77bb12f92", RecipeHash.Of(Recipe));

    [Fact]
    public void Of_EqualRecipe_IsEqual() => Assert.Equal(RecipeHash.Of(Recipe), RecipeHash.Of(Recipe with { }));

    [Fact]
    public void Of_AnyDifference_IsAnother()
    {
        DatasetRecipe[] recipes =
        [
            Recipe,
            Recipe with { Files = "0af377c2" },
            Recipe with { FilesPrefix = "corpora/local/blues" },
            Recipe with { Tokenizer = Recipe.Tokenizer with { Parts = PartSelection.First } },
            Recipe with { Tokenizer = Recipe.Tokenizer with { ToleranceDivisor = 8 } },
            Recipe with { Tokenizer = Recipe.Tokenizer with { SplitTiesAtBar = true } },
            Recipe with { HeldOutShare = 0.2 },
        ];

        Assert.Distinct(recipes.Select(RecipeHash.Of));
    }
}
