using MusicGen.Silo.Clustering;
using MusicGen.Silo.Demo;
using MusicGen.Storage.Azure;

namespace MusicGen.Silo.Tests.Demo;

public sealed class DemoLeftoversTests : IDisposable
{
    private const string NoStorage = "none";
    private const string NoRedis = "127.0.0.1:1,connectTimeout=200,connectRetry=1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-leftovers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Clear_WhereNothingCanBeTakenAway_SaysSoOfEachThing()
    {
        // A file in the place of the folder: nobody can delete it as one, not even root.
        var file = Path.Join(_folder.FullName, "scratch");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var failures = await ClearAsync(file);

        Assert.Collection(
            failures,
            failure => Assert.StartsWith("The container musicgen-demo-1 stays: ", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("The members of musicgen-demo-1 stay in Redis: Redis cannot be reached at 127.0.0.1:1", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith($"The folder {file} stays: ", failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clear_WhereOnlyTheFolderIsReached_TakesItAway()
    {
        var scratch = _folder.CreateSubdirectory("scratch");
        scratch.CreateSubdirectory("web-1");

        Assert.Equal(2, (await ClearAsync(scratch.FullName)).Count);

        Assert.False(Directory.Exists(scratch.FullName));
    }

    private static Task<IReadOnlyList<string>> ClearAsync(string folder) => new DemoLeftovers(
        new DirectoryInfo(folder), new ClusterOptions { Redis = NoRedis, ClusterId = "musicgen-demo-1" }, new AzureStorageOptions { ConnectionString = NoStorage, Container = "musicgen-demo-1" }).ClearAsync();
}
