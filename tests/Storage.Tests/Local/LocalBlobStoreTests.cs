using MusicGen.Storage.Local;

namespace MusicGen.Storage.Tests.Local;

/// <summary>What the local folder adds to the contract.</summary>
public sealed class LocalBlobStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    private string Temporary => Path.Join(_folder.Path, ".tmp");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Constructor_StaleTemporaryFiles_AreRemovedUnlessOpen()
    {
        Directory.CreateDirectory(Temporary);
        Touch("stale", Noon.AddHours(-2));
        Touch("young", Noon.AddMinutes(-59));
        Touch("in use", Noon.AddHours(-2));
        await using var writing = new FileStream(Path.Join(Temporary, "in use"), FileMode.Open, FileAccess.Write, FileShare.None);

        _ = new LocalBlobStore(_folder.Path, new StoppedClock(Noon));

        Assert.Equal(["in use", "young"], Directory.EnumerateFiles(Temporary).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Constructor_FolderIsAFile_Throws()
    {
        var file = Path.Join(_folder.Path, "file");
        File.WriteAllText(file, "");

        Assert.ThrowsAny<IOException>(() => new LocalBlobStore(file));
        Assert.ThrowsAny<IOException>(() => new LocalBlobStore(Path.Join(file, "below")));
    }

    [Fact]
    public void Constructor_FolderCannotBeWritten_Throws()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "Only Linux has /proc, a folder that nobody may write.");

        var failure = Assert.ThrowsAny<Exception>(() => new LocalBlobStore("/proc/musicgen"));

        Assert.True(failure is IOException or UnauthorizedAccessException, failure.ToString());
        Assert.Contains("/proc/musicgen", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ClockStopsOrGoesBack_StillChangesTheETag()
    {
        var etags = new List<string?>();
        foreach (var time in new[] { Noon, Noon, Noon.AddDays(-1) })
        {
            var store = new LocalBlobStore(_folder.Path, new StoppedClock(time));
            for (var i = 0; i < 3; i++)
            {
                etags.Add(await store.PutAsync("a", "same"u8.ToArray(), cancellationToken: Token));
                await store.DeleteAsync("a", cancellationToken: Token);
            }
        }

        Assert.Distinct(etags);
    }

    [Fact]
    public async Task Put_StreamFails_LeavesNoTemporaryFile()
    {
        var store = new LocalBlobStore(_folder.Path);
        await using var closed = new MemoryStream();
        await closed.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.PutAsync("a", closed, cancellationToken: Token));

        Assert.Empty(Directory.EnumerateFiles(Temporary));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Join(_folder.Path, "blobs")));
    }

    [Fact]
    public async Task Put_ThroughTwoStoresOfOneFolder_ExactlyOneWins()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new LocalBlobStore(_folder.Path)).ToArray();

        var results = await Task.WhenAll(stores.Select((store, i) => store.PutAsync("a", new[] { (byte)i }, WriteCondition.IfAbsent, Token)));

        Assert.Single(results, etag => etag is not null);
    }

    [Fact]
    public async Task Delete_LastBlobOfAFolder_RemovesTheFolder()
    {
        var store = new LocalBlobStore(_folder.Path);
        await store.PutAsync("a/b/c", "x"u8.ToArray(), cancellationToken: Token);
        await store.PutAsync("a/d", "x"u8.ToArray(), cancellationToken: Token);

        await store.DeleteAsync("a/b/c", cancellationToken: Token);

        Assert.Equal(["d@"], Directory.EnumerateFileSystemEntries(Path.Join(_folder.Path, "blobs", "a")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task List_FilesOfOthers_AreNotBlobs()
    {
        var store = new LocalBlobStore(_folder.Path);
        await store.PutAsync("a/b", "x"u8.ToArray(), cancellationToken: Token);
        foreach (var name in new[] { "README", ".hidden@", "@", "a b@", "a/.nfs1@", "a/b@@" })
            await File.WriteAllTextAsync(Path.Join(_folder.Path, "blobs", name), "", Token);

        var entries = await store.ListAsync("", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("a/b", Assert.Single(entries).Key);
    }

    public void Dispose() => _folder.Dispose();

    private void Touch(string name, DateTimeOffset time)
    {
        var path = Path.Join(Temporary, name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, time.UtcDateTime);
    }
}
