using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class RecipeHashTests
{
    private static readonly DatasetRecipe Recipe = new(
        [new UploadedFile("a.mid", "0af3", 5), new UploadedFile("b.mid", "77c1", 6)],
        "corpora/local/jazz",
        new TokenizerSettings().Resolved());

    /// <summary>A change of this number orphans every dataset that was ever built: raise <c>RecipeHash.Format</c> when that is meant.</summary>
    /// <remarks>
    /// From coreutils: printf '%s' '{"format":2,"recipe":{"files":[{"name":"a.mid","sha256":"0af3","sizeBytes":5},{"name":"b.mid","sha256":"77c1","sizeBytes":6}],
    /// "filesPrefix":"corpora/local/jazz","tokenizer":{"kind":"score24","score24":{"programs":"exact","chords":false,"keys":false}},"heldOutShare":0.1}}' | sha256sum, on one line.
    /// </remarks>
    [Fact]
    public void Of_FixedRecipe_NeverChanges() =>
        Assert.Equal("ad8ca777275a2ed8120ab257b10bd35737865c254bca64c087b1adf1d5a2a677", RecipeHash.Of(Recipe));

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
