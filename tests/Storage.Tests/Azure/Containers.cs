using MusicGen.Storage.Azure;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>Containers of one test each.</summary>
internal static class Containers
{
    /// <summary>A store in a container that is empty.</summary>
    public static async Task<AzureBlobStore> NewAsync(string connectionString)
    {
        var store = new AzureBlobStore(Options(connectionString));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Settings with a container that nobody else has.</summary>
    public static AzureStorageOptions Options(string connectionString) => new() { ConnectionString = connectionString, Container = $"test-{Guid.NewGuid():n}" };
}
