using MusicGen.Contracts.Training;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Ownership;
using MusicGen.Grains.Tests.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Ownership;

public sealed class OwnershipFilterTests(GrainCluster cluster)
{
    private const string Ann = "ann";
    private const string Bea = "bea";

    private readonly string _key = cluster.NewKey().Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_OfOnesOwn_ArrivesInOnesName() => Assert.Equal(Ann, await InNameOf(Ann, () => Spy(Ann).Caller()));

    [Theory]
    [InlineData(Bea)]
    [InlineData("anna")] // begins like the caller's name
    [InlineData("an")]
    public async Task Call_OfAnothers_IsRefused(string owner)
    {
        var refused = await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, () => Spy(owner).Caller()));

        Assert.Equal($"tests-spy/{owner}/{_key} does not belong to ann.", refused.Message);
    }

    [Fact]
    public async Task Stream_OfOnesOwn_IsRead() => Assert.Equal([Ann], await InNameOf(Ann, () => Spy(Ann).Callers(Token).ToListAsync(Token).AsTask()));

    [Fact]
    public async Task Stream_OfAnothers_IsRefused() =>
        await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, () => Spy(Bea).Callers(Token).ToListAsync(Token).AsTask()));

    [Fact]
    public async Task Call_FromOnesOwnGrain_IsStillInOnesName()
    {
        Assert.Equal(Ann, await InNameOf(Ann, () => Spy(Ann).CallerAt($"{Ann}/other{_key}")));
        await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, () => Spy(Ann).CallerAt($"{Bea}/{_key}")));
    }

    [Fact]
    public async Task Call_FromAGrainOfNobodys_IsInTheServicesName() =>
        Assert.Null(await InNameOf(Ann, () => cluster.Grains.GetGrain<IShelfGrain>(_key).CallerAt($"{Bea}/{_key}")));

    [Fact]
    public async Task Call_AfterOneOfAGrainOfNobodys_IsInTheCallersNameAsBefore() => Assert.Equal(
        Ann,
        await InNameOf(Ann, async () =>
        {
            await cluster.Grains.GetGrain<IShelfGrain>(_key).CallerAt($"{Bea}/{_key}");
            return await Spy(Ann).Caller();
        }));

    [Fact]
    public async Task Call_WithoutAnOwner_ReachesAll()
    {
        Assert.Null(await Spy(Ann).Caller());
        Assert.Null(await Spy(Ann).CallerAt($"{Bea}/{_key}"));
        Assert.Equal(["the service"], await Spy(Bea).Callers(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Work_StartedByACall_IsTheServices()
    {
        await InNameOf(Ann, async () =>
        {
            await Spy(Ann).StartWork($"{Bea}/{_key}");
            return true;
        });

        Assert.Equal(["the service", "the service"], await Spy(Ann).Heard());
    }

    [Fact]
    public async Task Account_OfAnother_IsRefused()
    {
        Assert.Empty(await InNameOf(Ann, () => cluster.Grains.GetGrain<IAccountGrain>(Ann).GetKeys()));
        await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, () => cluster.Grains.GetGrain<IAccountGrain>(Bea).GetKeys()));
    }

    [Fact]
    public async Task Training_CreatedInItsOwnersName_IsPreparedQueuedAndClaimed()
    {
        var training = await InNameOf("someone", () => PlayedTraining.QueuedAsync(cluster));

        await training.ClaimAsync();

        Assert.Equal(TrainingPhase.Starting, (await training.GetAsync()).Phase);
        await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, () => training.Grain.Watch(0, Token).FirstAsync(Token).AsTask()));
        await Assert.ThrowsAsync<NotOwnerException>(() => InNameOf(Ann, training.Grain.Cancel));
    }

    [Fact]
    public async Task Training_OfAnothersCorpus_IsNotCreated()
    {
        var recipe = await PlayedTraining.RecipeAsync(cluster, MusicGen.Tests.Corpora.MidiFiles.Melody(60));
        var training = new PlayedTraining(cluster, new OwnedKey(Ann, _key));

        await Assert.ThrowsAsync<ArgumentException>(() => training.CreateAsync(recipe));
    }

    [Fact]
    public void Ownerless_OfAllGrains_AreThoseThatServeEverybody()
    {
        var grains = typeof(OwnershipFilter).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Grain))).ToList();

        Assert.NotEmpty(grains);
        Assert.Equal([typeof(DatasetGrain), typeof(TrainingNodeGrain), typeof(TrainingQueueGrain)], grains.Where(grain => grain.IsDefined(typeof(OwnerlessAttribute), inherit: true)).OrderBy(grain => grain.Name));
    }

    /// <summary>An asynchronous method of its own, so that the name goes no further.</summary>
    private static async Task<T> InNameOf<T>(string owner, Func<Task<T>> call)
    {
        CallingOwner.Set(owner);
        return await call();
    }

    private ISpyGrain Spy(string owner) => cluster.Grains.GetGrain<ISpyGrain>($"{owner}/{_key}");
}
