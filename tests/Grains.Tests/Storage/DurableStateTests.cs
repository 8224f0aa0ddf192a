using MusicGen.Grains.Storage;
using MusicGen.Storage.Local;

namespace MusicGen.Grains.Tests.Storage;

public sealed class DurableStateTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UnreliableBlobStore _store;
    private readonly GrainStateInStore<Notebook> _stored;
    private readonly DurableState<Notebook> _state;

    public DurableStateTests()
    {
        _store = new UnreliableBlobStore(new LocalBlobStore(_folder.Path));
        _stored = new GrainStateInStore<Notebook>(_store);
        _state = new DurableState<Notebook>(_stored);
    }

    [Fact]
    public async Task Update_Change_IsDurableWhenItCompletes()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));

        Assert.Equal(["a"], _state.Value.Lines);
        Assert.Equal(["a"], (await ReadAsync()).State.Lines);
    }

    [Fact]
    public async Task Clear_WhileAChangeIsWritten_WaitsForItAndLeavesNothing()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));
        var held = _store.HoldNextWrite();
        var change = _state.UpdateAsync(notebook => notebook.Note("b"));

        var cleared = _state.ClearAsync();
        Assert.False(cleared.IsCompleted);
        held.SetResult();
        await Task.WhenAll(change, cleared);

        Assert.False(_state.Exists);
        Assert.Empty(_state.Value.Lines);
        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Update_BeforeTheFirstWrite_DoesNotExist()
    {
        Assert.False(_state.Exists);

        await _state.UpdateAsync(notebook => notebook);

        Assert.True(_state.Exists);
        Assert.True((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Update_SameReference_WritesNothing()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));
        var etag = _stored.ETag;

        await _state.UpdateAsync(notebook => notebook.Note("a"));

        Assert.Equal(etag, _stored.ETag);
        Assert.Equal(etag, (await ReadAsync()).ETag);
    }

    [Fact]
    public async Task Update_ManyAtOnce_TakeTurnsInTheirOrder()
    {
        string[] lines = [.. Enumerable.Range(0, 30).Select(number => $"line {number}")];

        await Task.WhenAll(lines.Select(line => _state.UpdateAsync(notebook => notebook.Note(line))));

        Assert.Equal(lines, (await ReadAsync()).State.Lines);
    }

    [Fact]
    public async Task Update_FailedWrite_ThrowsAndMemoryIsAsBefore()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));
        _store.FailNextWrite();

        await Assert.ThrowsAsync<IOException>(() => _state.UpdateAsync(notebook => notebook.Note("b")));

        Assert.Equal(["a"], _state.Value.Lines);
        Assert.Equal(["a"], (await ReadAsync()).State.Lines);
    }

    [Fact]
    public async Task Update_BehindAFailedOne_StartsFromWhatIsDurable()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));
        _store.FailNextWrite();

        var failing = _state.UpdateAsync(notebook => notebook.Note("b"));
        var next = _state.UpdateAsync(notebook => notebook.Note("c"));

        await Assert.ThrowsAsync<IOException>(() => failing);
        await next;
        Assert.Equal(["a", "c"], (await ReadAsync()).State.Lines);
    }

    [Fact]
    public async Task Update_ChangeThatThrows_LeavesTheStateUsable()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => _state.UpdateAsync(_ => throw new NotSupportedException()));

        await _state.UpdateAsync(notebook => notebook.Note("a"));

        Assert.Equal(["a"], (await ReadAsync()).State.Lines);
    }

    [Fact]
    public async Task Value_DuringAWrite_IsStillTheDurableOne()
    {
        await _state.UpdateAsync(notebook => notebook.Note("a"));
        var held = _store.HoldNextWrite();

        var writing = _state.UpdateAsync(notebook => notebook.Note("b"));

        Assert.Equal(["a"], _state.Value.Lines);
        held.SetResult();
        await writing;
        Assert.Equal(["a", "b"], _state.Value.Lines);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<GrainStateInStore<Notebook>> ReadAsync()
    {
        var read = new GrainStateInStore<Notebook>(_store);
        await read.ReadStateAsync();
        return read;
    }
}
