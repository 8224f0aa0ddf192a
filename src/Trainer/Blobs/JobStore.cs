using MusicGen.Contracts.Training;
using MusicGen.Storage;
using MusicGen.Storage.Azure;
using MusicGen.Storage.Local;

namespace MusicGen.Trainer.Blobs;

/// <summary>The store that a job names.</summary>
internal static class JobStore
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Every fault of the place, without anything secret.</summary>
    public static IEnumerable<string> Faults(StorePlace? place)
    {
        var isFolder = place?.Folder is { Length: > 0 };
        var options = Options(place, LongestTimeout);
        if (isFolder == options.NamesAnAccount()) return ["store must be a folder or a container of a storage account."];
        return isFolder ? [] : options.Faults().Select(fault => $"store: {fault}");
    }

    /// <param name="place">Without faults.</param>
    /// <param name="patience">A worker may wait for a store that is silent as long as its lease holds: longer than a service, which has callers.</param>
    /// <param name="clock">For the store.</param>
    public static IBlobStore Open(StorePlace place, TimeSpan patience, TimeProvider clock) =>
        place.Folder is { } folder ? new LocalBlobStore(folder, clock) : new AzureBlobStore(Options(place, patience), clock);

    private static AzureStorageOptions Options(StorePlace? place, TimeSpan patience) => new()
    {
        ConnectionString = place?.ConnectionString,
        ServiceUri = place?.ServiceUri,
        Container = place?.Container ?? AzureStorageOptions.DefaultContainer,
        Timeout = patience < ShortestTimeout ? ShortestTimeout : patience > LongestTimeout ? LongestTimeout : patience,
    };
}
