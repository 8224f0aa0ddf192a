using MusicGen.Grains.Storage;
using MusicGen.Grains.Tests.Telemetry;
using MusicGen.Storage;
using MusicGen.Storage.Local;

namespace MusicGen.Grains.Tests.Storage;

public sealed class MeteredBlobStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UnreliableBlobStore _inner;
    private readonly MeteredBlobStore _store;

    public MeteredBlobStoreTests()
    {
        _inner = new UnreliableBlobStore(new LocalBlobStore(_folder.Path));
        _store = new MeteredBlobStore(_inner);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_GoThroughAndAreMeasured()
    {
        using var measured = new Measurements("musicgen.storage.operation.duration");

        var etag = await _store.PutAsync("a/b", new byte[] { 1, 2 }, cancellationToken: Token);
        Assert.NotNull(await _store.PutAsync("a/c", new MemoryStream([3]), cancellationToken: Token));
        Assert.Equal(etag, (await _store.GetAsync("a/b", Token))!.ETag);
        Assert.Equal(2, (await _store.FindAsync("a/b", Token))!.SizeBytes);
        await using (var opened = await _store.OpenAsync("a/b", 1, cancellationToken: Token)) Assert.Equal(2, opened!.ReadByte());
        Assert.Equal(["a/b", "a/c"], await _store.ListAsync("a/", cancellationToken: Token).Select(entry => entry.Key).ToListAsync(Token));
        Assert.Equal(["a/c"], await _store.ListAsync("a/", "a/b", Token).Select(entry => entry.Key).ToListAsync(Token));
        Assert.Null(await _store.PutAsync("a/b", new byte[] { 1 }, WriteCondition.IfAbsent, Token));
        Assert.True(await _store.DeleteAsync("a/b", etag, Token));

        foreach (var operation in new[] { "put", "put-stream", "get", "find", "open", "list", "delete" })
            Assert.Contains(measured.All, one => one.Tags == $"musicgen.storage.operation={operation}" && one.Value is > 0 and < 60);
    }

    [Fact]
    public async Task Operation_ThatFails_SaysWithWhat_AndFailsTheSameWay()
    {
        using var measured = new Measurements("musicgen.storage.operation.duration");
        _inner.BeforeGet = _ => Task.FromException(new EndOfStreamException("Half of it is gone."));

        await Assert.ThrowsAsync<EndOfStreamException>(() => _store.GetAsync("a/b", Token));

        Assert.Contains(measured.All, one => one.Tags == "musicgen.storage.operation=get error.type=EndOfStreamException");
    }

    [Fact]
    public async Task Operation_ThatIsCanceled_HasNotFailed()
    {
        using var measured = new Measurements("musicgen.storage.operation.duration");
        _inner.BeforeDelete = _ => Task.FromException(new TaskCanceledException());

        await Assert.ThrowsAsync<TaskCanceledException>(() => _store.DeleteAsync("a/b", cancellationToken: Token));

        Assert.DoesNotContain(measured.All, one => one.Tags.Contains("Canceled", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
