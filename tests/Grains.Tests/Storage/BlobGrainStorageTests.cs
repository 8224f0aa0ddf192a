using System.Text;
using System.Text.Json;
using MusicGen.Storage.Local;
using Orleans.Storage;

namespace MusicGen.Grains.Tests.Storage;

public sealed class BlobGrainStorageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalBlobStore _store;

    public BlobGrainStorageTests() => _store = new LocalBlobStore(_folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NothingWritten_IsAFreshStateThatDoesNotExist()
    {
        var state = new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["left over"] }, RecordExists = true };

        await state.ReadStateAsync();

        Assert.Empty(state.State.Lines);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task Write_ThenReadByAnotherActivation_GivesTheState()
    {
        var written = new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["x", "y"] } };
        await written.WriteStateAsync();
        var read = new GrainStateInStore<Notebook>(_store);

        await read.ReadStateAsync();

        Assert.Equal(["x", "y"], read.State.Lines);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Fact]
    public async Task Write_AnyState_IsJsonUnderTypeAndKey()
    {
        await new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["x"] } }.WriteStateAsync();

        var blob = await _store.GetAsync("state/kind/local/a", Token);

        Assert.Equal("""{"stateVersion":1,"lines":["x"]}""", Encoding.UTF8.GetString(blob!.Content.Span));
    }

    [Fact]
    public async Task Write_OverAVersionThatWasNotRead_ThrowsAndChangesNothing()
    {
        var stale = new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["stale"] } };
        var other = new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["first"] } };
        await other.WriteStateAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(stale.WriteStateAsync);
        await stale.ReadStateAsync();
        await other.WriteStateAsync();
        var refused = await Assert.ThrowsAsync<InconsistentStateException>(stale.WriteStateAsync);

        Assert.StartsWith("The state of kind/local/a was changed by another activation.", refused.Message, StringComparison.Ordinal);
        await stale.ReadStateAsync();
        Assert.Equal(["first"], stale.State.Lines);
    }

    [Fact]
    public async Task Clear_OwnVersion_RemovesTheState()
    {
        var state = new GrainStateInStore<Notebook>(_store) { State = new() { Lines = ["x"] } };
        await state.WriteStateAsync();

        await state.ClearStateAsync();

        Assert.Null(await _store.GetAsync("state/kind/local/a", Token));
        Assert.Equal((null, false, 0), (state.ETag, state.RecordExists, state.State.Lines.Count));
        await state.WriteStateAsync();
        Assert.True(state.RecordExists);
    }

    [Fact]
    public async Task Clear_VersionOfAnother_Throws()
    {
        var stale = new GrainStateInStore<Notebook>(_store);
        await stale.WriteStateAsync();
        var other = new GrainStateInStore<Notebook>(_store);
        await other.ReadStateAsync();
        await other.WriteStateAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(stale.ClearStateAsync);

        Assert.NotNull(await _store.GetAsync("state/kind/local/a", Token));
    }

    [Fact]
    public async Task Read_StateOfANewerVersion_LeavesOutWhatItDoesNotKnow()
    {
        await _store.PutAsync("state/kind/local/a", """{"lines":["x"],"tomorrow":[1,2,3]}"""u8.ToArray(), cancellationToken: Token);
        var state = new GrainStateInStore<Notebook>(_store);

        await state.ReadStateAsync();

        Assert.Equal(["x"], state.State.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"lines\":")]
    public async Task Read_DamagedState_Throws(string content)
    {
        await _store.PutAsync("state/kind/local/a", Encoding.UTF8.GetBytes(content), cancellationToken: Token);

        await Assert.ThrowsAnyAsync<JsonException>(new GrainStateInStore<Notebook>(_store).ReadStateAsync);
    }

    public void Dispose() => _folder.Dispose();
}
