using MusicGen.Contracts;
using MusicGen.Contracts.Models;
using MusicGen.Grains.Unfinished;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace MusicGen.Grains.Models;

/// <summary>A model and its versions. Key: <c>{owner}/{model}</c>.</summary>
[Alias("musicgen.IModelGrain"), Version(1)]
public interface IModelGrain : IUnfinishedGrain
{
    /// <summary>Publishes a checkpoint as the model's newest version; a checkpoint that is a version already is not published again.</summary>
    /// <param name="training">The training session's id, of the same owner.</param>
    /// <param name="checkpoint">The checkpoint's name; null: the one with the lowest held-out loss.</param>
    [Alias("Publish")]
    Task<Answer<ModelSummary>> Publish(string training, string? checkpoint);

    /// <remarks>It comes in between: to publish takes as long as to copy the weights, and who composes asks here.</remarks>
    [Alias("Get"), AlwaysInterleave]
    Task<Answer<ModelSummary>> Get();

    /// <summary>Deletes the model with all its versions, for good. Tunes that it composed stay; sessions that have it begin no more tunes.</summary>
    /// <returns>Why not; null: from now on there is no such model.</returns>
    [Alias("Delete")]
    Task<Problem?> Delete();
}
