using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Sessions;
using MusicGen.Grains.Training;
using Orleans.Configuration;

namespace MusicGen.Grains.Tests;

/// <summary>How long grains stay in memory, on a cluster that looks every second and where they stay for two.</summary>
public sealed class ActivationsTests(ActivationsTests.ForgetfulCluster cluster) : IClassFixture<ActivationsTests.ForgetfulCluster>
{
    [Fact]
    public async Task Session_LeavesMemoryUnlessItComposes()
    {
        var (idle, composing) = (await ComposingSession.CreateAsync(cluster), await ComposingSession.CreateAsync(cluster));
        await composing.ComposeAsync(ComposingSession.Long with { Words = 100_000_000 });
        Assert.Equal((true, true), (await IsThereAsync(idle), await IsThereAsync(composing)));

        await Eventually.IsAsync(async () => !await IsThereAsync(idle));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(await IsThereAsync(composing));
        Assert.Equal(TunePhase.Running, (await composing.Grain.GetTune(1)).Value!.Phase);
    }

    [Fact]
    public async Task Queue_OfAPoolThatNobodyMade_AnswersAllWhoAskAtOnceAndLeavesMemory()
    {
        var queue = cluster.Grains.GetGrain<ITrainingQueueGrain>("misspelt");

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => queue.Get()));

        Assert.All(answers, answer => Assert.Empty(answer.Waiting));
        await Eventually.IsAsync(async () => !await IsThereAsync(queue));
    }

    // The silos are asked: what a directory knows may be old.
    private Task<bool> IsThereAsync(ComposingSession session) => IsThereAsync(session.Grain);

    private async Task<bool> IsThereAsync(IGrain grain) =>
        (await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Any(there => there.GrainId == grain.GetGrainId());

    public sealed class ForgetfulCluster : GrainCluster
    {
        protected override void Configure(IServiceCollection services) => services.PostConfigure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
            foreach (var grain in new[] { typeof(GenerationSessionGrain), typeof(TrainingQueueGrain) })
            {
                Assert.Equal(TimeSpan.FromMinutes(2), options.ClassSpecificCollectionAge[grain.FullName!]);
                options.ClassSpecificCollectionAge[grain.FullName!] = TimeSpan.FromSeconds(2);
            }
        });
    }
}
