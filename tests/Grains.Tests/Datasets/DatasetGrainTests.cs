using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;
using MusicGen.Music.Datasets;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class DatasetGrainTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_Recipe_EndsBuiltWithItsCountsAndBlobs()
    {
        var recipe = await RecipeAsync(MidiFiles.Melody(60, 62, 64), MidiFiles.Melody(60, 62), MidiFiles.Melody(60, 64, 65, 67));

        var built = await BuildAsync(recipe);

        // One piece each for training, validation and test; nine words in all, of five notes and three special words.
        Assert.Equal(
            (DatasetPhase.Built, 3, 5 + 3, 9),
            (built.Phase, built.Pieces, built.VocabularySize, built.TrainTokens + built.ValidationTokens + built.TestTokens));
        Assert.All([built.TrainTokens, built.ValidationTokens, built.TestTokens], count => Assert.InRange(count, 2, 4));
        var (vocabulary, tokens, index) = (
            await BlobAsync(DatasetBlobs.Vocabulary(built.Hash)),
            await BlobAsync(DatasetBlobs.Tokens(built.Hash)),
            await BlobAsync(DatasetBlobs.Index(built.Hash)));
        var stored = Dataset.FromBytes(vocabulary, tokens, index);
        Assert.Equal(built.VocabularyHash, stored.Vocabulary.Hash);
        Assert.Equal((built.TrainTokens, built.TestTokens), (stored.TokenCount(Split.Train), stored.TokenCount(Split.Test)));
    }

    [Fact]
    public async Task Build_Twice_GivesTheSame()
    {
        var recipe = await RecipeAsync(MidiFiles.Melody(70));

        var first = await BuildAsync(recipe);

        Assert.Equal(first, await GrainOf(recipe).Build(recipe));
        Assert.Equal(first, await GrainOf(recipe).Get());
    }

    [Fact]
    public async Task Build_DrumsAlone_FailsWithAReason()
    {
        var recipe = await RecipeAsync(MidiFiles.Drums(35, 38), MidiFiles.Drums(42));

        var failed = await BuildAsync(recipe);

        Assert.Equal(
            new DatasetSummary(
                RecipeHash.Of(recipe),
                DatasetPhase.Failed,
                Reason: "No file has a pitched note: note names cannot be learnt from drums alone."),
            failed);
    }

    [Fact]
    public async Task Build_ListOfFilesGone_FailsWithAReason()
    {
        var recipe = await RecipeAsync(MidiFiles.Melody(72)) with { Files = "gone" };

        var failed = await BuildAsync(recipe);

        Assert.Equal(new DatasetSummary(RecipeHash.Of(recipe), DatasetPhase.Failed, Reason: "The corpus is gone."), failed);
    }

    [Fact]
    public async Task Build_RecipeOfAnother_Throws()
    {
        var recipe = await RecipeAsync(MidiFiles.Melody(71));

        await Assert.ThrowsAsync<ArgumentException>(() => cluster.Grains.GetGrain<IDatasetGrain>("another").Build(recipe));

        Assert.Equal(DatasetPhase.Absent, (await cluster.Grains.GetGrain<IDatasetGrain>("another").Get()).Phase);
    }

    [Fact]
    public async Task Wake_NothingToDo_ClearsTheMark()
    {
        await cluster.Store.PutAsync("unfinished/dataset/nobody", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await cluster.Grains.GetGrain<IDatasetGrain>("nobody").Wake();

        await Eventually.IsAsync(async () => await cluster.Store.FindAsync("unfinished/dataset/nobody", Token) is null);
    }

    private IDatasetGrain GrainOf(DatasetRecipe recipe) => cluster.Grains.GetGrain<IDatasetGrain>(RecipeHash.Of(recipe));

    private async Task<DatasetSummary> BuildAsync(DatasetRecipe recipe)
    {
        var summary = await GrainOf(recipe).Build(recipe);
        while (summary.Phase == DatasetPhase.Building) summary = await GrainOf(recipe).WaitABit(Token);
        return summary;
    }

    private async Task<DatasetRecipe> RecipeAsync(params byte[][] files)
    {
        var corpus = await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, cluster.NewKey(), files.Select((content, index) => ($"{index}.mid", content)), Token);
        return (await corpus.Freeze(new NoteNamesSettings())).Value!;
    }

    private async Task<byte[]> BlobAsync(string key) => (await cluster.Store.GetAsync(key, Token))!.Content.ToArray();
}
