namespace MusicGen.Contracts.Training;

/// <summary>Where a worker process finds the blob store of its service: a folder of this machine, or a container of Azure Blob Storage.</summary>
/// <remarks>It may hold secrets, so its text says nothing of them: it is not to be given as an argument nor written to a log by its members.</remarks>
/// <param name="Folder">An absolute path; null: it is a container.</param>
/// <param name="ConnectionString">Of the storage account; a secret.</param>
/// <param name="ServiceUri">Instead of that, the account's address; with a shared access signature a secret.</param>
/// <param name="Container">The container's name; null for a folder.</param>
[GenerateSerializer, Immutable, Alias("musicgen.StorePlace")]
public sealed record StorePlace(
    [property: Id(0)] string? Folder,
    [property: Id(1)] string? ConnectionString = null,
    [property: Id(2)] string? ServiceUri = null,
    [property: Id(3)] string? Container = null)
{
    /// <summary>The folder, or the container's name.</summary>
    public override string ToString() => Folder ?? $"container {Container}";
}
