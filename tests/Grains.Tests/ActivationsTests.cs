using Microsoft.Extensions.DependencyInjection;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Sessions;
using Orleans.Configuration;

namespace MusicGen.Grains.Tests;

/// <summary>How long grains stay in memory, on a cluster that looks every second and where sessions stay for two.</summary>
public sealed class ActivationsTests(ActivationsTests.ForgetfulCluster cluster) : IClassFixture<ActivationsTests.ForgetfulCluster>
{
    [Fact]
    public async Task Session_LeavesMemoryUnlessItComposes()
    {
        var (idle, composing) = (await ComposingSession.CreateAsync(cluster), await ComposingSession.CreateAsync(cluster));
        await composing.ComposeAsync(ComposingSession.Long);
        Assert.Equal((true, true), (await IsThereAsync(idle), await IsThereAsync(composing)));

        await Eventually.IsAsync(async () => !await IsThereAsync(idle));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(await IsThereAsync(composing));
    }

    // The silos are asked: what a directory knows may be old.
    private async Task<bool> IsThereAsync(ComposingSession session) =>
        (await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Any(there => there.GrainId == session.Grain.GetGrainId());

    public sealed class ForgetfulCluster : GrainCluster
    {
        protected override void Configure(IServiceCollection services) => services.PostConfigure<GrainCollectionOptions>(options =>
        {
            Assert.Equal(TimeSpan.FromMinutes(2), options.ClassSpecificCollectionAge[typeof(GenerationSessionGrain).FullName!]);
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
            options.ClassSpecificCollectionAge[typeof(GenerationSessionGrain).FullName!] = TimeSpan.FromSeconds(2);
        });
    }
}
