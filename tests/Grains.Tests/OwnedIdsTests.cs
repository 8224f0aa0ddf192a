using MusicGen.Contracts;
using MusicGen.Storage.Local;

namespace MusicGen.Grains.Tests;

public sealed class OwnedIdsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalBlobStore _store;
    private readonly OwnedIds _ids;

    public OwnedIdsTests() => (_store, _ids) = (new LocalBlobStore(_folder.Path), new OwnedIds(new LocalBlobStore(_folder.Path)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Corpora_MoreThanAPage_GoOnBehindTheCursorUntilThereIsNone()
    {
        foreach (var id in new[] { "b", "e", "a", "d", "c" }) await PutAsync($"state/corpus/local/{id}");

        var first = await _ids.CorporaAsync("local", null, 2, Token);
        var second = await _ids.CorporaAsync("local", first.Next, 2, Token);
        var last = await _ids.CorporaAsync("local", second.Next, 2, Token);

        AssertPage(["a", "b"], "b", first);
        AssertPage(["c", "d"], "d", second);
        AssertPage(["e"], null, last);
    }

    [Fact]
    public async Task Corpora_ExactlyOnePage_HasNoCursor()
    {
        await PutAsync("state/corpus/local/a");
        await PutAsync("state/corpus/local/b");

        var page = await _ids.CorporaAsync("local", null, 2, Token);

        AssertPage(["a", "b"], null, page);
    }

    [Fact]
    public async Task AnyList_OtherOwnersAndKinds_AreNotInIt()
    {
        foreach (var kind in new[] { "corpus", "training", "model", "session" }) await PutAsync($"state/{kind}/local/my-{kind}");
        foreach (var kind in new[] { "corpus", "training", "model", "session" }) await PutAsync($"state/{kind}/local2/theirs");

        Assert.Equal(["my-corpus"], (await _ids.CorporaAsync("local", null, 9, Token)).Items);
        Assert.Equal(["my-training"], (await _ids.TrainingsAsync("local", null, 9, Token)).Items);
        Assert.Equal(["my-model"], (await _ids.ModelsAsync("local", null, 9, Token)).Items);
        Assert.Equal(["my-session"], (await _ids.SessionsAsync("local", null, 9, Token)).Items);
    }

    [Theory]
    [InlineData("b", new[] { "c" })]
    [InlineData("aaa", new[] { "b", "c" })]
    [InlineData("../../x", new[] { "a", "b", "c" })]
    [InlineData("zzz", new string[0])]
    public async Task Corpora_CursorOfNobodysMaking_GoesOnBehindIt(string cursor, string[] expected)
    {
        foreach (var id in new[] { "a", "b", "c" }) await PutAsync($"state/corpus/local/{id}");

        var page = await _ids.CorporaAsync("local", cursor, 9, Token);

        Assert.Equal(expected, page.Items);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertPage(string[] items, string? next, Page<string> page)
    {
        Assert.Equal(items, page.Items);
        Assert.Equal(next, page.Next);
    }

    private Task<string?> PutAsync(string key) => _store.PutAsync(key, ReadOnlyMemory<byte>.Empty, cancellationToken: Token);
}
