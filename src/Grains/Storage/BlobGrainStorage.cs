using MusicGen.Storage;
using Orleans.Storage;

namespace MusicGen.Grains.Storage;

/// <summary>Grain state as JSON at <c>state/{grain type}/{key}</c>, guarded by the blob's ETag.</summary>
/// <remarks>A write over a version that this activation has not read throws <see cref="InconsistentStateException"/>; Orleans then drops the activation.</remarks>
internal sealed class BlobGrainStorage(IBlobStore blobs) : IGrainStorage
{
    /// <summary>The provider's name, for <see cref="PersistentStateAttribute"/>.</summary>
    public const string Name = "blobs";

    /// <summary>Every grain has one state, so that its key alone names the blob.</summary>
    public const string StateName = "state";

    /// <summary>Where the states of a grain type lie.</summary>
    public static string Prefix(string grainType) => $"state/{grainType}/";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var blob = await blobs.GetAsync(KeyOf(grainId));
        grainState.RecordExists = blob is not null;
        grainState.ETag = blob?.ETag;
        grainState.State = blob is null
            ? Activator.CreateInstance<T>()
            : StateDocument.Read<T>(blob.Content.Span, FormOf(grainId));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var content = StateDocument.Write(grainState.State, FormOf(grainId));
        var condition = grainState.ETag is { } read ? WriteCondition.IfMatch(read) : WriteCondition.IfAbsent;
        grainState.ETag = await blobs.PutAsync(KeyOf(grainId), content, condition) ?? throw Changed(grainId, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is { } read && !await blobs.DeleteAsync(KeyOf(grainId), read)) throw Changed(grainId, read);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    }

    private static StateForm FormOf(GrainId grainId) => StateForm.Of(grainId.Type.ToString()!);

    private static string KeyOf(GrainId grainId) => Prefix(grainId.Type.ToString()!) + grainId.Key;

    private static InconsistentStateException Changed(GrainId grainId, string? read) =>
        new($"The state of {grainId} was changed by another activation.", "unknown", read ?? "none");
}
