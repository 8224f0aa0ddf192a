using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Storage.Local;

namespace MusicGen.Grains.Tests.Storage;

public sealed class DurableStateTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UnreliableBlobStore _store;
    private readonly GrainStateInStore<TrainingSchedule> _stored;
    private readonly DurableState<TrainingSchedule> _state;

    public DurableStateTests()
    {
        _store = new UnreliableBlobStore(new LocalBlobStore(_folder.Path));
        _stored = new GrainStateInStore<TrainingSchedule>(_store);
        _state = new DurableState<TrainingSchedule>(_stored);
    }

    [Fact]
    public async Task Update_Change_IsDurableWhenItCompletes()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));

        Assert.Equal(["a"], _state.Value.Waiting);
        Assert.Equal(["a"], (await ReadAsync()).State.Waiting);
    }

    [Fact]
    public async Task Clear_WhileAChangeIsWritten_WaitsForItAndLeavesNothing()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));
        var held = _store.HoldNextWrite();
        var change = _state.UpdateAsync(schedule => schedule.Enqueue("b"));

        var cleared = _state.ClearAsync();
        Assert.False(cleared.IsCompleted);
        held.SetResult();
        await Task.WhenAll(change, cleared);

        Assert.False(_state.Exists);
        Assert.Empty(_state.Value.Waiting);
        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Update_BeforeTheFirstWrite_DoesNotExist()
    {
        Assert.False(_state.Exists);

        await _state.UpdateAsync(schedule => schedule);

        Assert.True(_state.Exists);
        Assert.True((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Update_SameReference_WritesNothing()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));
        var etag = _stored.ETag;

        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));

        Assert.Equal(etag, _stored.ETag);
        Assert.Equal(etag, (await ReadAsync()).ETag);
    }

    [Fact]
    public async Task Update_ManyAtOnce_TakeTurnsInTheirOrder()
    {
        string[] sessions = [.. Enumerable.Range(0, 30).Select(number => $"s{number}")];

        await Task.WhenAll(sessions.Select(session => _state.UpdateAsync(schedule => schedule.Enqueue(session))));

        Assert.Equal(sessions, (await ReadAsync()).State.Waiting);
    }

    [Fact]
    public async Task Update_FailedWrite_ThrowsAndMemoryIsAsBefore()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));
        _store.FailNextWrite();

        await Assert.ThrowsAsync<IOException>(() => _state.UpdateAsync(schedule => schedule.Enqueue("b")));

        Assert.Equal(["a"], _state.Value.Waiting);
        Assert.Equal(["a"], (await ReadAsync()).State.Waiting);
    }

    [Fact]
    public async Task Update_BehindAFailedOne_StartsFromWhatIsDurable()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));
        _store.FailNextWrite();

        var failing = _state.UpdateAsync(schedule => schedule.Enqueue("b"));
        var next = _state.UpdateAsync(schedule => schedule.Enqueue("c"));

        await Assert.ThrowsAsync<IOException>(() => failing);
        await next;
        Assert.Equal(["a", "c"], (await ReadAsync()).State.Waiting);
    }

    [Fact]
    public async Task Update_ChangeThatThrows_LeavesTheStateUsable()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => _state.UpdateAsync(_ => throw new NotSupportedException()));

        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));

        Assert.Equal(["a"], (await ReadAsync()).State.Waiting);
    }

    [Fact]
    public async Task Value_DuringAWrite_IsStillTheDurableOne()
    {
        await _state.UpdateAsync(schedule => schedule.Enqueue("a"));
        var held = _store.HoldNextWrite();

        var writing = _state.UpdateAsync(schedule => schedule.Enqueue("b"));

        Assert.Equal(["a"], _state.Value.Waiting);
        held.SetResult();
        await writing;
        Assert.Equal(["a", "b"], _state.Value.Waiting);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<GrainStateInStore<TrainingSchedule>> ReadAsync()
    {
        var read = new GrainStateInStore<TrainingSchedule>(_store);
        await read.ReadStateAsync();
        return read;
    }
}
