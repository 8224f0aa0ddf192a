using System.Diagnostics.CodeAnalysis;
using MusicGen.Grains.Storage;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Storage;

/// <summary>What Orleans hands a grain as its state, on the real grain storage and without a cluster.</summary>
internal sealed class GrainStateInStore<T>(IBlobStore store, string key = "a") : IPersistentState<T>, IGrainState<T>
    where T : new()
{
    private readonly BlobGrainStorage _storage = new(store);
    private readonly GrainId _id = GrainId.Create("kind", "local/" + key);

    [AllowNull]
    public T State { get; set; } = new();

    public string? Etag => ETag;

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public Task ReadStateAsync() => _storage.ReadStateAsync(BlobGrainStorage.StateName, _id, this);

    public Task WriteStateAsync() => _storage.WriteStateAsync(BlobGrainStorage.StateName, _id, this);

    public Task ClearStateAsync() => _storage.ClearStateAsync(BlobGrainStorage.StateName, _id, this);
}
