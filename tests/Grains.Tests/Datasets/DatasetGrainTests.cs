using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Datasets;
using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Datasets;

public sealed class DatasetGrainTests(GrainCluster cluster)
{
    private static readonly TokenizerSettings NoteNames = new TokenizerSettings(TokenizerKind.NoteNames).Resolved();
    private static readonly TokenizerSettings Score24 = new TokenizerSettings().Resolved();

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
                Reason: "No file can be learnt from. 2 files, 1.mid first, are left out: each has no pitched note, and note names cannot be learnt from drums.",
                LeftOut: 2),
            failed);
    }

    [Fact]
    public async Task Build_Score24_LearnsRhythmAndDrums()
    {
        var recipe = await RecipeAsync(Score24, MidiFiles.Melody(60, 62, 64), MidiFiles.Drums(35, 38));

        var built = await BuildAsync(recipe);

        Assert.Equal((DatasetPhase.Built, 2, 0), (built.Phase, built.Pieces, built.LeftOut));
        var words = Vocabulary.FromBytes(await BlobAsync(DatasetBlobs.Vocabulary(built.Hash))).Words;
        Assert.Equal(built.VocabularySize, words.Count);
        Assert.All(
            ["Bar", "TimeSig_4/4", "Position_0", "Position_48", "Program_0", "Pitch_64", "Duration_24", "Program_Drums", "DrumPitch_38", "EOS", "<bos>"],
            word => Assert.Contains(word, words));
    }

    [Fact]
    public async Task Build_Score24WithPerformances_LeavesThemOutAndSaysWhy()
    {
        var recipe = await RecipeAsync(Score24, MidiFiles.Melody(60, 62, 64), MidiFiles.Performance(1), MidiFiles.Performance(2));

        var built = await BuildAsync(recipe);

        Assert.Equal((DatasetPhase.Built, 1, 2), (built.Phase, built.Pieces, built.LeftOut));
        Assert.Matches("^2 files, [12].mid first, are left out: each is a performance whose notes do not keep to the file's beats, ", built.LeftOutReason);
    }

    [Fact]
    public async Task Build_Score24OfPerformancesAlone_FailsWithAReason()
    {
        var failed = await BuildAsync(await RecipeAsync(Score24, MidiFiles.Performance(3)));

        Assert.Equal((DatasetPhase.Failed, 1), (failed.Phase, failed.LeftOut));
        Assert.StartsWith("No file can be learnt from. 0.mid is left out: it is a performance ", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ListOfFilesGone_FailsWithAReason()
    {
        var recipe = (await RecipeAsync(MidiFiles.Melody(72))) with { Files = "gone" };

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

    private Task<DatasetRecipe> RecipeAsync(params byte[][] files) => RecipeAsync(NoteNames, files);

    private async Task<DatasetRecipe> RecipeAsync(TokenizerSettings tokenizer, params byte[][] files)
    {
        var corpus = await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, cluster.NewKey(), files.Select((content, index) => ($"{index}.mid", content)), Token);
        return (await corpus.Freeze(tokenizer)).Value!;
    }

    private async Task<byte[]> BlobAsync(string key) => (await cluster.Store.GetAsync(key, Token))!.Content.ToArray();
}
