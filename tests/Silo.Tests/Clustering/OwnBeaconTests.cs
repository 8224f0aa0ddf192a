using Microsoft.Extensions.Time.Testing;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

public sealed class OwnBeaconTests : IDisposable
{
    private const string Key = "cluster/musicgen/web-1";

    private readonly BeaconFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly OwnBeacon _own;

    public OwnBeaconTests() => _own = new OwnBeacon(_folder.Store, _folder.Options, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refresh_AfterAWriteWhoseAnswerWasLost_GoesOn()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await WriteUnseenAsync();

        Assert.True(await _own.TryRefreshAsync("127.0.0.1:1@2", Token));
        Assert.True(await _own.TryRefreshAsync("127.0.0.1:1@3", Token));

        var said = (await _folder.Store.FindAsync("web-1", Token))!.Beacon;
        Assert.Equal(("127.0.0.1:1@3", LoopbackNetwork.Id), (said.Address, said.Network));
    }

    [Fact]
    public async Task Refresh_OfANameThatAnotherHasTaken_IsRefused()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await _folder.SayAsync("web-1", null, process: "another");

        Assert.False(await _own.TryRefreshAsync(null, Token));
    }

    [Fact]
    public async Task KeepClaim_OfASiloThatDoesNotBegin_SaysAsOftenAsAnyThatItLives()
    {
        var watch = new BeaconWatch(_clock);
        Assert.True(await _own.TryClaimAsync(null, Token));
        watch.Look((await _folder.Store.FindAsync("web-1", Token))!);

        _clock.Advance(BeaconKeeper.Interval - TimeSpan.FromMilliseconds(1));
        await _own.KeepClaimAsync(Token);
        Assert.Equal(0, watch.Look((await _folder.Store.FindAsync("web-1", Token))!));

        for (var word = 1; word < 10; word++)
        {
            _clock.Advance(BeaconKeeper.Interval);
            await _own.KeepClaimAsync(Token);
            Assert.Equal(word, watch.Look((await _folder.Store.FindAsync("web-1", Token))!));
        }
    }

    [Fact]
    public async Task KeepClaim_OfANameThatAnotherHasTaken_LeavesItAlone()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await _folder.SayAsync("web-1", null, process: "another");

        _clock.Advance(BeaconKeeper.Interval);
        await _own.KeepClaimAsync(Token);

        Assert.Equal("another", (await _folder.Store.FindAsync("web-1", Token))!.Beacon.Process);
    }

    [Fact]
    public async Task Remove_AfterAWriteWhoseAnswerWasLost_GivesTheNameBack()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await WriteUnseenAsync();

        await _own.RemoveAsync(Token);

        Assert.Null(await _folder.Blobs.FindAsync(Key, Token));
    }

    [Fact]
    public async Task Remove_OfANameThatAnotherHasTaken_LeavesItAlone()
    {
        Assert.True(await _own.TryClaimAsync(null, Token));
        await _folder.SayAsync("web-1", null, process: "another");

        await _own.RemoveAsync(Token);

        Assert.NotNull(await _folder.Blobs.FindAsync(Key, Token));
    }

    /// <summary>The same words in a version that the writer does not know of.</summary>
    private async Task WriteUnseenAsync() => await _folder.Blobs.PutAsync(Key, (await _folder.Blobs.GetAsync(Key, Token))!.Content, cancellationToken: Token);
}
