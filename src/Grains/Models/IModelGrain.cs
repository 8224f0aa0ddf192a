using MusicGen.Contracts;
using MusicGen.Contracts.Models;

namespace MusicGen.Grains.Models;

/// <summary>A model and its versions. Key: <c>{owner}/{model}</c>.</summary>
[Alias("musicgen.IModelGrain")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Publishes a checkpoint as the model's newest version; a checkpoint that is a version already is not published again.</summary>
    /// <param name="training">The training session's id, of the same owner.</param>
    /// <param name="checkpoint">The checkpoint's name; null: the one with the lowest held-out loss.</param>
    [Alias("Publish")]
    Task<Answer<ModelSummary>> Publish(string training, string? checkpoint);

    [Alias("Get")]
    Task<Answer<ModelSummary>> Get();
}
