using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MusicGen.Storage.Tests;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Get_NoSuchBlob_IsNull()
    {
        await Put("a/b", "x");

        Assert.Null(await Store.GetAsync("a", Token));
        Assert.Null(await Store.GetAsync("a/b/c", Token));
        Assert.Null(await Store.FindAsync("a/c", Token));
        Assert.Null(await Store.OpenAsync("b", cancellationToken: Token));
        Assert.False(await Store.DeleteAsync("b", cancellationToken: Token));
    }

    [Fact]
    public async Task Put_Again_ReplacesTheContentAndTheETag()
    {
        var first = await Put("a", "a long content");
        var second = await Put("a", "short");

        Assert.NotEqual(first, second);
        var blob = await Store.GetAsync("a", Token);
        Assert.NotNull(blob);
        Assert.Equal("short"u8, blob.Content.Span);
        Assert.Equal(second, blob.ETag);
        Assert.Equal(new BlobEntry("a", 5, second), await Store.FindAsync("a", Token));
    }

    [Fact]
    public async Task Put_EqualContentManyTimes_NeverRepeatsAnETag()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 50; i++) etags.Add(await Put("a", "same"));

        Assert.Equal(50, etags.Count);
    }

    [Fact]
    public async Task Put_AfterDelete_GivesAnETagThatWasNeverThere()
    {
        var first = await Put("a", "same");
        await Store.DeleteAsync("a", cancellationToken: Token);

        var second = await Put("a", "same");

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Put_EmptyContent_IsABlob()
    {
        await Put("a", "");

        Assert.Equal("", await Read("a"));
        Assert.Equal(0, (await Store.FindAsync("a", Token))!.SizeBytes);
        await using var stream = await Store.OpenAsync("a", cancellationToken: Token);
        Assert.Equal(-1, stream!.ReadByte());
    }

    [Fact]
    public async Task Put_Stream_IsReadFromItsPositionToItsEnd()
    {
        using var content = new MemoryStream(Bytes("0123456789")) { Position = 4 };

        await Store.PutAsync("a", content, cancellationToken: Token);

        Assert.Equal("456789", await Read("a"));
    }

    [Fact]
    public async Task Put_StreamOfTwentyMegabytes_ComesBackUnchanged()
    {
        var content = new byte[20_000_000];
        for (var i = 0; i < content.Length; i++) content[i] = (byte)(i * 31 >> 8);
        using var source = new MemoryStream(content);

        var etag = await Store.PutAsync("large", source, cancellationToken: Token);

        await using var stream = await Store.OpenAsync("large", cancellationToken: Token);
        Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync(stream!, Token));
        Assert.Equal(new BlobEntry("large", content.Length, etag!), await Store.FindAsync("large", Token));
    }

    [Fact]
    public async Task Put_StreamFailsMidway_KeepsTheOldContent()
    {
        var etag = await Put("a", "old");
        using var broken = new BrokenStream(goodBytes: 100_000);

        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.PutAsync("a", broken, cancellationToken: Token));

        Assert.Equal("old", await Read("a"));
        Assert.Equal(etag, (await Store.FindAsync("a", Token))!.ETag);
    }

    [Fact]
    public async Task Put_Canceled_WritesNothing()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("a", Bytes("x"), cancellationToken: canceled.Token));

        Assert.Null(await Read("a"));
    }

    [Theory]
    [InlineData(0, null, "0123456789")]
    [InlineData(0, 10L, "0123456789")]
    [InlineData(3, null, "3456789")]
    [InlineData(3, 4L, "3456")]
    [InlineData(3, 0L, "")]
    [InlineData(9, 1L, "9")]
    [InlineData(8, 100L, "89")]
    [InlineData(0, long.MaxValue, "0123456789")]
    [InlineData(10, null, "")]
    [InlineData(11, 5L, "")]
    [InlineData(long.MaxValue, long.MaxValue, "")]
    public async Task Open_Range_IsCutAtTheEnd(long offset, long? length, string expected)
    {
        await Put("a", "0123456789");

        await using var stream = await Store.OpenAsync("a", offset, length, Token);

        using var reader = new StreamReader(stream!);
        Assert.Equal(expected, await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Open_NegativeRange_IsRefused()
    {
        await Put("a", "0123456789");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenAsync("a", -1, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenAsync("a", 0, -1, Token));
    }

    [Fact]
    public async Task Open_ReplacedAndDeletedMeanwhile_KeepsItsContent()
    {
        var content = new byte[1_000_000];
        Array.Fill(content, (byte)7);
        await Store.PutAsync("a", content, cancellationToken: Token);
        await using var stream = await Store.OpenAsync("a", cancellationToken: Token);
        Assert.Equal(7, stream!.ReadByte());

        await Put("a", "new");
        await Store.DeleteAsync("a", cancellationToken: Token);

        using var rest = new MemoryStream();
        await stream.CopyToAsync(rest, Token);
        Assert.Equal(content.Length - 1, rest.Length);
        Assert.DoesNotContain(rest.ToArray(), value => value != 7);
    }

    [Fact]
    public async Task Get_WhileOthersReplace_SeesWholeContentsWithTheirETags()
    {
        var contents = Enumerable.Range(0, 2).Select(i => Enumerable.Repeat((byte)i, 50_000 + i).ToArray()).ToArray();
        var etags = new ConcurrentDictionary<string, int>();
        etags[(await Store.PutAsync("a", contents[0], cancellationToken: Token))!] = 0;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 60; i++) etags[(await Store.PutAsync("a", contents[i % 2], cancellationToken: Token))!] = i % 2;
            },
            Token);

        var seen = new List<Blob>();
        do seen.Add((await Store.GetAsync("a", Token))!);
        while (!writing.IsCompleted);
        await writing;

        Assert.All(seen, blob => Assert.Equal(contents[etags[blob.ETag]], blob.Content.ToArray()));
    }

    private sealed class BrokenStream(int goodBytes) : MemoryStream(new byte[goodBytes])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new EndOfStreamException("The connection broke.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new EndOfStreamException("The connection broke.");
    }
}
