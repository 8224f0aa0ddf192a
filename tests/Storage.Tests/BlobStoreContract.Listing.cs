namespace MusicGen.Storage.Tests;

public abstract partial class BlobStoreContract
{
    private static readonly string[] Tree =
    [
        "B", "a", "a-", "a-/x", "a.b", "a/a", "a/b", "a/b-", "a/b.c", "a/b/c", "a/b/d", "a/b0", "a/bb/c", "a0", "aA", "a_", "aa", "b/a", "c",
    ];

    [Fact]
    public async Task List_EmptyStore_IsEmpty()
    {
        Assert.Empty(await Keys(""));
        Assert.Empty(await Keys("a/b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/")]
    [InlineData("a/b")]
    [InlineData("a/b/")]
    [InlineData("a/b/c")]
    [InlineData("a/b/c/")]
    [InlineData("a.")]
    [InlineData("a-")]
    [InlineData("a-/")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("z")]
    [InlineData("z/z/")]
    public async Task List_AnyPrefixAndCursor_GivesTheKeysInOrdinalOrder(string prefix)
    {
        foreach (var key in Tree.Reverse()) await Put(key, key);
        var expected = Tree.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(expected, await Keys(prefix));
        foreach (var after in Tree.Concat(["", "a/", "a/b/", "a/b/cc", "/", "zz", "é", "no such key"]))
            Assert.Equal(expected.Where(key => string.CompareOrdinal(key, after) > 0), await Keys(prefix, after));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("a//")]
    [InlineData(".")]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("a./")]
    [InlineData("a b")]
    [InlineData("é")]
    public void List_PrefixOfNoKey_IsRefused(string prefix) =>
        Assert.Throws<ArgumentException>(() => Store.ListAsync(prefix, cancellationToken: Token));

    [Fact]
    public async Task List_Entries_AreWhatFindGives()
    {
        await Put("a", "1");
        await Put("a/b", "22");
        await Put("a/b", "333");

        var entries = await Store.ListAsync("", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([(await Store.FindAsync("a", Token))!, (await Store.FindAsync("a/b", Token))!], entries);
    }

    [Fact]
    public async Task List_DeletedBlob_IsGone()
    {
        await Put("a/b/c", "x");
        await Put("a/d", "x");
        await Store.DeleteAsync("a/b/c", cancellationToken: Token);

        Assert.Equal(["a/d"], await Keys(""));
    }

    [Fact]
    public async Task DeleteAll_OfAPrefix_LeavesTheRest()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Put($"a/{i}", "x")));
        await Put("a", "x");
        await Put("b/a/0", "x");

        Assert.True(await Store.DeleteAllAsync("a/", Token));

        Assert.Equal(["a", "b/a/0"], await Keys(""));
        Assert.False(await Store.DeleteAllAsync("a/", Token));
    }

    [Fact]
    public async Task List_ManyBlobs_CanBePagedByCursor()
    {
        var keys = Enumerable.Range(0, 300).Select(i => $"many/{i % 7}/{i:000}").ToArray();
        await Task.WhenAll(keys.Select(key => Put(key, "x")));

        var paged = new List<string>();
        while (await Page(paged.LastOrDefault()) is { Count: > 0 } page) paged.AddRange(page);

        Assert.Equal(keys.Order(StringComparer.Ordinal), paged);
        Assert.Equal(paged, await Keys("many/")); // in as many answers as the store needs

        async Task<List<string>> Page(string? after) =>
            await Store.ListAsync("many/", after, Token).Take(37).Select(entry => entry.Key).ToListAsync(Token);
    }

    [Fact]
    public async Task List_BlobsComeAndGoMeanwhile_StillGivesAllThatStay()
    {
        var staying = Enumerable.Range(0, 40).Select(i => $"f{i % 5}/stay{i:00}").ToArray();
        await Task.WhenAll(staying.Select(key => Put(key, "x")));
        var changing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 60; i++)
                {
                    await Put($"f{i % 5}/passing/{i}", "x");
                    await Store.DeleteAsync($"f{i % 5}/passing/{i}", cancellationToken: Token);
                }
            },
            Token);

        var lists = new List<string[]>();
        do lists.Add(await Keys("f"));
        while (!changing.IsCompleted);
        await changing;

        var expected = staying.Order(StringComparer.Ordinal);
        Assert.All(lists, keys => Assert.Equal(expected, keys.Where(key => key.Contains("stay", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task List_Canceled_Ends()
    {
        await Put("a", "x");
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        var list = Store.ListAsync("", cancellationToken: canceled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await list.ToListAsync(Token));
    }
}
