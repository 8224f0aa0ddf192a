using System.Text;
using MusicGen.Storage.Local;

namespace MusicGen.Storage.Tests.Local;

/// <summary>What holds among processes, and when one of them dies.</summary>
public sealed class LocalBlobStoreProcessTests : IDisposable
{
    // A pipe holds 64 KiB on Linux (man 7 pipe): once this much is written, the other side has begun to read.
    private const int MoreThanAPipeHolds = 1 << 20;

    private readonly TestFolder _folder = new();

    private string Temporary => Path.Join(_folder.Path, ".tmp");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2_000_000, 31)]
    [InlineData(100, 1)]
    public async Task Put_ProcessKilledMeanwhile_LeavesWholeContentAndNoLock(int sizeBytes, int partsEach)
    {
        var store = new LocalBlobStore(_folder.Path);
        for (var round = 0; round < 8; round++)
        {
            using var writer = new WriterProcess(_folder.Path, "alternate", "victim", $"{sizeBytes}");
            await writer.AwaitPartsAsync(partsEach + 1 + (round * 4), Token);
            await writer.KillAsync(Token);

            var blob = await store.GetAsync("victim", Token);
            Assert.NotNull(blob);
            Assert.Equal(sizeBytes, blob.Content.Length);
            Assert.False(blob.Content.Span.ContainsAnyExcept(blob.Content.Span[0]));
            Assert.NotNull(await store.PutAsync("victim", "mine"u8.ToArray(), WriteCondition.IfMatch(blob.ETag), Token));
        }
    }

    [Fact]
    public async Task Put_ProcessKilledMidway_KeepsTheOldContentAndItsPartIsClearedLater()
    {
        var store = new LocalBlobStore(_folder.Path);
        await store.PutAsync("victim", "old"u8.ToArray(), cancellationToken: Token);
        using var writer = new WriterProcess(_folder.Path, "copy", "victim");
        await writer.Input.WriteAsync(new byte[MoreThanAPipeHolds], Token);
        await writer.KillAsync(Token);

        Assert.Equal("old"u8.ToArray(), (await store.GetAsync("victim", Token))!.Content.ToArray());
        Assert.Single(Directory.EnumerateFiles(Temporary));
        _ = new LocalBlobStore(_folder.Path, new StoppedClock(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2)));
        Assert.Empty(Directory.EnumerateFiles(Temporary));
    }

    [Fact]
    public async Task Constructor_AnotherProcessWritesSlowly_LeavesItsFile()
    {
        using var writer = new WriterProcess(_folder.Path, "copy", "slow");
        await writer.Input.WriteAsync(new byte[MoreThanAPipeHolds], Token);

        var store = new LocalBlobStore(_folder.Path, new StoppedClock(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2)));
        writer.Input.Close();

        Assert.Equal(0, await writer.AwaitExitAsync(Token));
        Assert.Equal(MoreThanAPipeHolds, (await store.FindAsync("slow", Token))!.SizeBytes);
    }

    [Fact]
    public async Task Put_TwoProcessesIncrement_LoseNothing()
    {
        var store = new LocalBlobStore(_folder.Path);
        await store.PutAsync("counter", "0"u8.ToArray(), cancellationToken: Token);

        using var one = new WriterProcess(_folder.Path, "increment", "counter", "200");
        using var other = new WriterProcess(_folder.Path, "increment", "counter", "200");

        Assert.Equal(0, await one.AwaitExitAsync(Token));
        Assert.Equal(0, await other.AwaitExitAsync(Token));
        Assert.Equal("400", Encoding.UTF8.GetString((await store.GetAsync("counter", Token))!.Content.Span));
    }

    public void Dispose() => _folder.Dispose();
}
