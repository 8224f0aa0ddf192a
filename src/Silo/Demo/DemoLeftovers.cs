using MusicGen.Silo.Clustering;
using MusicGen.Silo.Hosting;
using MusicGen.Storage.Azure;
using StackExchange.Redis;

namespace MusicGen.Silo.Demo;

/// <summary>What the silos of a demo leave when they have stopped: a folder, a container, a table of members. All three have names of this demo alone.</summary>
/// <param name="folder">Their scratch.</param>
/// <param name="cluster">Where their table is.</param>
/// <param name="storage">Where their container is.</param>
internal sealed class DemoLeftovers(DirectoryInfo folder, ClusterOptions cluster, AzureStorageOptions storage)
{
    /// <summary>Takes all of it away, as far as it can be reached.</summary>
    /// <returns>A sentence for each thing that stays.</returns>
    public async Task<IReadOnlyList<string>> ClearAsync()
    {
        List<string> failures = [];
        try
        {
            await new AzureBlobStore(storage, TimeProvider.System).DeleteContainerAsync();
        }
        catch (Exception e) when (e is IOException or ArgumentException) // a connection string that is none
        {
            failures.Add($"The container {storage.Container} stays: {e.Message}");
        }
        try
        {
            await RedisMembers.DeleteAsync(cluster);
        }
        catch (Exception e) when (e is StartupException or RedisException or TimeoutException or ArgumentException)
        {
            failures.Add($"The members of {cluster.ClusterId} stay in Redis: {e.Message}");
        }
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // such as a file that somebody still writes
        {
            failures.Add($"The folder {folder.FullName} stays: {e.Message}");
        }
        return failures;
    }
}
