using System.Text.Json.Nodes;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Storage;

/// <summary>The form that the state of a grain type has in the store: its version, and how documents of earlier versions become documents of this one.</summary>
/// <remarks>
/// A new version is needed for whatever an earlier document cannot be read as, and, with a step that does nothing, for each new member that must not be lost: silos of the version before pass
/// over members that they do not know, and would write the state without them. Add a document of the earlier version to the tests. A version that was written is never given to another form.
/// </remarks>
/// <param name="Steps">Step i makes a document of version i + 1 one of version i + 2, in place.</param>
internal sealed record StateForm(params IReadOnlyList<Action<JsonObject>> Steps)
{
    /// <summary>The version of documents that do not say theirs.</summary>
    public const int First = 1;

    private static readonly StateForm Unchanged = new();

    /// <summary>Version 2 says whether it is deleted.</summary>
    private static readonly StateForm Deletable = new(_ => { });
    private static readonly StateForm Sessions = new(GenerationStateSteps.ToVariations);

    /// <summary>The version that this software writes.</summary>
    public int Version => First + Steps.Count;

    /// <param name="grainType">As in <see cref="GrainTypeAttribute"/>.</param>
    public static StateForm Of(string grainType) => grainType switch
    {
        GenerationSessionGrain.TypeName => Sessions,
        ModelGrain.TypeName or TrainingSessionGrain.TypeName => Deletable,
        _ => Unchanged,
    };
}
