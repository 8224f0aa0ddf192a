using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Sessions;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>A session holds a place for each variation that waits or is composed, and no other.</summary>
public sealed class SessionPlacesTests(SessionPlacesTests.NarrowCluster cluster) : IClassFixture<SessionPlacesTests.NarrowCluster>
{
    private static TuneSettings Eight { get; } = ComposingSession.Short with { Words = 200, Variations = 8 };

    [Fact]
    public async Task Compose_BeyondTheOwnersPlaces_IsRefusedBeforeAnythingIsKept()
    {
        var session = await HeldAsync();

        var refused = (await session.Grain.Compose(Eight, "again")).Problem!;

        Assert.Equal((ProblemKind.TooMany, "too-many-tunes"), (refused.Kind, refused.Code));
        Assert.InRange(refused.RetryAfterSeconds!.Value, 1, 60);
        Assert.Equal(8, cluster.Taken);
        Assert.False(await session.IsMarkedAsync(2));
        Assert.Single((await session.Grain.GetTunes(1, 10)).Value!.Items);
        cluster.Composer.HoldAt(int.MaxValue);
        await session.AwaitEndAsync(1);
        Assert.Equal(0, cluster.Taken);
        Assert.True((await session.Grain.Compose(Eight, "again")).Succeeded); // the name of a refused request is free
        await session.AwaitEndAsync(2);
    }

    [Fact]
    public async Task CancelTune_AndDelete_GiveThePlacesBack()
    {
        var (canceled, deleted) = (await HeldAsync(), await HeldAsync(variations: 1));
        Assert.Equal(9, cluster.Taken);

        await canceled.Grain.CancelTune(1);
        Assert.Equal(1, cluster.Taken);
        await deleted.Grain.Delete();
        Assert.Equal(0, cluster.Taken);
    }

    [Fact]
    public async Task Compose_WhatTheModelCannotDo_TakesNoPlace()
    {
        var session = await ComposingSession.CreateAsync(cluster);

        Assert.Equal(ProblemKind.Invalid, (await session.Grain.Compose(Eight with { Primer = ["F#9"] }, null)).Problem?.Kind);
        Assert.Equal(0, cluster.Taken);
    }

    [Fact]
    public async Task WakeTune_AfterACrash_TakesThePlacesAgainEvenWhereThereAreNone()
    {
        var full = await HeldAsync();
        var interrupted = await ComposingSession.InterruptedAsync(cluster, full, Eight with { Variations = 4 });

        await interrupted.Grain.WakeTune(1);

        Assert.Equal(12, cluster.Taken);
        cluster.Composer.HoldAt(int.MaxValue);
        await full.AwaitEndAsync(1);
        await interrupted.AwaitEndAsync(1);
        Assert.Equal(0, cluster.Taken);
    }

    /// <summary>A session whose one tune is composed no further.</summary>
    private async Task<ComposingSession> HeldAsync(int variations = 8)
    {
        cluster.Composer.HoldAt(32);
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(Eight with { Variations = variations });
        return session;
    }

    /// <summary>Silos that have places for one tune of eight variations of an owner.</summary>
    public sealed class NarrowCluster : GrainCluster
    {
        internal ObservedComposer Composer { get; } = new();

        /// <summary>Places that are taken on both silos.</summary>
        internal int Taken => Cluster.Silos.Sum(silo => silo.ServiceProvider.GetRequiredService<ComposingPlaces>().Taken);

        protected override void Configure(IServiceCollection services) => services
            .AddSingleton<ITuneComposer>(Composer)
            .AddSingleton(Options.Create(new ComposingOptions { Tunes = 16, TunesPerOwner = 9 }));
    }
}
