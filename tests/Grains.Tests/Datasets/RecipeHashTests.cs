using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class RecipeHashTests
{
    private static readonly DatasetRecipe Recipe = new(
        "0af377c1",
        "corpora/local/jazz",
        new TokenizerSettings().Resolved());

    /// <summary>A change of this number orphans every dataset that was ever built: raise <c>RecipeHash.Format</c> when that is meant.</summary>
    /// <remarks>
    /// From coreutils: printf '%s' '{"format":3,"recipe":{"files":"0af377c1",
    /// "filesPrefix":"corpora/local/jazz","tokenizer":{"kind":"score24","score24":{"programs":"exact","chords":false,"keys":false}},"heldOutShare":0.1}}' | sha256sum, on one line.
    /// </remarks>
    [Fact]
    public void Of_FixedRecipe_NeverChanges() =>
        Assert.Equal("9374b90e9ccd2d4a1e8ba092abb3d5663c67015a14d352deb2c96e8c9642647b", RecipeHash.Of(Recipe));

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
            Recipe with { Tokenizer = new TokenizerSettings(Score24: new Score24Settings(ProgramMapping.Seed)) },
            Recipe with { Tokenizer = new TokenizerSettings(Score24: new Score24Settings(Chords: true)) },
            Recipe with { Tokenizer = NoteNames(new NoteNamesSettings()) },
            Recipe with { Tokenizer = NoteNames(new NoteNamesSettings(PartSelection.First)) },
            Recipe with { Tokenizer = NoteNames(new NoteNamesSettings(ToleranceDivisor: 8)) },
            Recipe with { Tokenizer = NoteNames(new NoteNamesSettings(SplitTiesAtBar: true)) },
            Recipe with { HeldOutShare = 0.2 },
        ];

        Assert.Distinct(recipes.Select(RecipeHash.Of));
    }

    private static TokenizerSettings NoteNames(NoteNamesSettings settings) => new(TokenizerKind.NoteNames, NoteNames: settings);
}
