using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Tests.Storage;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>A cluster that takes little at once, on a store that can hold up writes.</summary>
public sealed class SmallCluster : GrainCluster
{
    public const int Open = 2;
    public const int CorpusFiles = 5;

    /// <remarks>Made before the silos are, which start side by side.</remarks>
    public SmallCluster() => HeldStore = new UnreliableBlobStore(Store);

    internal UnreliableBlobStore HeldStore { get; }

    protected override void Configure(IServiceCollection services) => services
        .AddSingleton<IBlobStore>(HeldStore)
        .AddSingleton(Options.Create(new UploadOptions { Open = Open, CorpusFiles = CorpusFiles }));
}
