using System.Text;

namespace MusicGen.Storage.Tests;

/// <summary>What <see cref="IBlobStore"/> promises, sentence by sentence; every store has a subclass that runs it.</summary>
public abstract partial class BlobStoreContract
{
    private const int Writers = 16;

    /// <summary>A store of this test alone, empty at first.</summary>
    protected abstract IBlobStore Store { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected async Task<string> Put(string key, string text)
    {
        var etag = await Store.PutAsync(key, Bytes(text), cancellationToken: Token);
        Assert.NotNull(etag);
        return etag;
    }

    protected async Task<string?> Read(string key) =>
        await Store.GetAsync(key, Token) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : null;

    protected async Task<string[]> Keys(string prefix, string? after = null) =>
        [.. (await Store.ListAsync(prefix, after, Token).ToListAsync(Token)).Select(entry => entry.Key)];

    public static TheoryData<string> GoodKeys { get; } =
    [
        "a", "Z9", "-", "_", "a.b", "a..b", "a-b_c.d", "corpora/alice/jazz/files/0af3.mid", "a/b/c/d/e/f/g/h/i/j",
        new string('k', BlobKey.MaxSegmentLength),
        string.Join('/', Enumerable.Repeat(new string('k', 170), 3)),
    ];

    public static TheoryData<string> BadKeys { get; } =
    [
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "./a",
        ".a", "a/.b", "a.", "a./b", "a b", "a@", "a\\b", "a:b", "a%2fb", "a\0", "é", "a\n", "~",
        new string('k', BlobKey.MaxSegmentLength + 1),
        string.Join('/', Enumerable.Repeat(new string('k', 171), 3)),
    ];

    [Theory]
    [MemberData(nameof(GoodKeys))]
    public async Task AnyMember_GoodKey_IsAccepted(string key)
    {
        var etag = await Put(key, "content");

        Assert.Equal("content", await Read(key));
        Assert.Equal(new BlobEntry(key, 7, etag), await Store.FindAsync(key, Token));
        Assert.Equal([key], await Keys(key));
        Assert.True(await Store.DeleteAsync(key, cancellationToken: Token));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task AnyMember_BadKey_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(key, Bytes("x"), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(key, Stream.Null, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(key, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.FindAsync(key, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(key, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(key, cancellationToken: Token));
        Assert.Empty(await Keys(""));
    }

    [Fact]
    public async Task AnyMember_CaseDiffers_IsAnotherBlob()
    {
        await Put("jazz", "lower");
        await Put("Jazz", "upper");

        Assert.Equal("lower", await Read("jazz"));
        Assert.Equal("upper", await Read("Jazz"));
    }

    [Fact]
    public async Task AnyMember_KeyIsTheFolderOfAnother_BothExist()
    {
        await Put("a", "short");
        await Put("a/b", "middle");
        await Put("a/b/c", "long");

        Assert.Equal(["a", "a/b", "a/b/c"], await Keys(""));
        Assert.True(await Store.DeleteAsync("a/b", cancellationToken: Token));
        Assert.Equal("short", await Read("a"));
        Assert.Null(await Read("a/b"));
        Assert.Equal("long", await Read("a/b/c"));
    }
}
