using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Models;

/// <summary>Asks for a checkpoint to be published as a model, or as a new version of one.</summary>
/// <param name="Training">The training session.</param>
/// <param name="Name">The model's id: 1 to 64 lower-case letters, digits and hyphens. Default: the training's id.</param>
/// <param name="Checkpoint">Name of the checkpoint. Default: the one with the lowest held-out loss.</param>
[GenerateSerializer, Immutable, Alias("musicgen.PublishModel")]
public sealed record PublishModel(
    [property: Id(0), JsonRequired] string Training,
    [property: Id(1)] string? Name = null,
    [property: Id(2)] string? Checkpoint = null);
