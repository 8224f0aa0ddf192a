using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Silo.Health;
using MusicGen.Storage;

namespace MusicGen.Silo.Tests.Health;

public sealed class StoreReadinessTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AnsweringStore _store = new();
    private readonly StoreReadiness _check;

    public StoreReadinessTests() => _check = new StoreReadiness(_store, Options.Create(new HealthOptions()), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindFault_ManyProbesInAWhile_AskTheStoreOnce()
    {
        for (var probe = 0; probe < 100; probe++) Assert.Null(await _check.FindFaultAsync(Token));
        Assert.Equal(1, _store.Asked);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await _check.FindFaultAsync(Token));

        Assert.Equal(2, _store.Asked);
    }

    [Fact]
    public async Task FindFault_StoreThatFails_SaysSoWithoutItsWords_AndIsWellAgainLater()
    {
        _store.Answer = Task.FromException<BlobEntry?>(new IOException("/secret/path is gone"));
        Assert.Equal("The store cannot be read.", await _check.FindFaultAsync(Token));

        _store.Answer = Task.FromResult<BlobEntry?>(null);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await _check.FindFaultAsync(Token));
    }

    [Fact]
    public async Task FindFault_StoreThatHangs_IsOverInTime_AndIsNotAskedAgain()
    {
        var answer = new TaskCompletionSource<BlobEntry?>();
        _store.Answer = answer.Task;

        for (var probe = 0; probe < 3; probe++)
        {
            var fault = _check.FindFaultAsync(Token).AsTask();
            Assert.False(fault.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal("The store has not answered for 2 s.", await fault);
        }

        await _store.First;
        Assert.Equal(1, _store.Asked);
        answer.SetResult(null);
    }

    private sealed class AnsweringStore : IBlobStore
    {
        private readonly TaskCompletionSource _first = new();
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Task First => _first.Task;

        public Task<BlobEntry?> Answer { get; set; } = Task.FromResult<BlobEntry?>(null);

        public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            _first.TrySetResult();
            return Answer;
        }

        public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
