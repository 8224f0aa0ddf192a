using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Unfinished;
using Orleans.Concurrency;

namespace MusicGen.Grains.Datasets;

/// <summary>A corpus frozen for training: built once, then immutable. Key: the hash of its recipe.</summary>
[Alias("musicgen.IDatasetGrain")]
public interface IDatasetGrain : IUnfinishedGrain
{
    /// <summary>Starts building unless that has happened already; the build survives a crash.</summary>
    [Alias("Build")]
    Task<DatasetSummary> Build(DatasetRecipe recipe);

    [Alias("Get")]
    Task<DatasetSummary> Get();

    /// <summary>Returns when the build has ended, or after ten seconds, whichever is sooner.</summary>
    [Alias("WaitABit"), AlwaysInterleave]
    Task<DatasetSummary> WaitABit(CancellationToken cancellationToken = default);
}
