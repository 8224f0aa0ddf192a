using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class RecipeHashTests
{
    private static readonly DatasetRecipe Recipe = new(
        [new UploadedFile("a.mid", "0af3", 5), new UploadedFile("b.mid", "77c1", 6)],
        "corpora/local/jazz",
        new NoteNamesSettings());

    /// <summary>A change of this number orphans every dataset that was ever built: raise <c>RecipeHash.Format</c> when that is meant.</summary>
    /// <remarks>
    /// From coreutils: printf '%s' '{"format":1,"recipe":{"files":[{"name":"a.mid","sha256":"0af3","sizeBytes":5},{"name":"b.mid","sha256":"77c1","sizeBytes":6}],
    /// "filesPrefix":"corpora/local/jazz","tokenizer":{"parts":"allPitched","toleranceDivisor":4,"splitTiesAtBar":false},"heldOutShare":0.1}}' | sha256sum, on one line.
    /// </remarks>
    [Fact]
    public void Of_FixedRecipe_NeverChanges() =>
        Assert.Equal("d450617ed6396c2535a59e1d71e21fef1351f86acc1e96dcc32db306e93baad2", RecipeHash.Of(Recipe));

    [Fact]
    public void Of_EqualRecipe_IsEqual() => Assert.Equal(RecipeHash.Of(Recipe), RecipeHash.Of(Recipe with { Files = [.. Recipe.Files] }));

    [Fact]
    public void Of_AnyDifference_IsAnother()
    {
        DatasetRecipe[] recipes =
        [
            Recipe,
            Recipe with { Files = [Recipe.Files[0]] },
            Recipe with { Files = [Recipe.Files[0], Recipe.Files[1] with { Sha256 = "77c2" }] },
            Recipe with { FilesPrefix = "corpora/local/blues" },
            Recipe with { Tokenizer = Recipe.Tokenizer with { Parts = PartSelection.First } },
            Recipe with { Tokenizer = Recipe.Tokenizer with { ToleranceDivisor = 8 } },
            Recipe with { Tokenizer = Recipe.Tokenizer with { SplitTiesAtBar = true } },
            Recipe with { HeldOutShare = 0.2 },
        ];

        Assert.Distinct(recipes.Select(RecipeHash.Of));
    }
}
