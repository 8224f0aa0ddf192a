using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Tests;
using MusicGen.Storage;
using MusicGen.Storage.Local;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(GrainCluster))]

namespace MusicGen.Grains.Tests;

/// <summary>Two silos in this process on one folder. None trains: tests play the training nodes.</summary>
public class GrainCluster : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private int _last;

    public GrainCluster()
    {
        Store = new LocalBlobStore(_folder.Path);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.None));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services
                .AddSingleton(Clock)
                .AddSingleton<IBlobStore>(new LocalBlobStore(_folder.Path))
                .AddSingleton(new StorePlace(_folder.Path))
                .AddSingleton(Options.Create(new TrainingNodeOptions { Slots = 0 }));
            Configure(silo.Services);
            silo.AddMusicGenGrains();
        });
        Cluster = builder.Build();
    }

    public InProcessTestCluster Cluster { get; }

    public IGrainFactory Grains => Cluster.Client;

    public IBlobStore Store { get; }

    /// <summary>The folder of the store.</summary>
    protected string Folder => _folder.Path;

    /// <summary>The silos' clock.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>A key that no other test uses.</summary>
    public OwnedKey NewKey() => new("someone", $"k{Interlocked.Increment(ref _last)}");

    /// <summary>Changes a silo's services.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync() => await Cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
