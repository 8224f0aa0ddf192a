namespace MusicGen.Storage.Tests;

public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task Put_IfAbsent_WritesOnlyTheFirst()
    {
        var first = await Store.PutAsync("a", Bytes("first"), WriteCondition.IfAbsent, Token);
        var second = await Store.PutAsync("a", Bytes("second"), WriteCondition.IfAbsent, Token);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal("first", await Read("a"));
    }

    [Fact]
    public async Task Put_IfAbsentAfterDelete_Writes()
    {
        await Put("a", "first");
        await Store.DeleteAsync("a", cancellationToken: Token);

        Assert.NotNull(await Store.PutAsync("a", Bytes("second"), WriteCondition.IfAbsent, Token));
        Assert.Equal("second", await Read("a"));
    }

    [Fact]
    public async Task Put_IfMatch_ReplacesOnlyThatVersion()
    {
        var first = await Put("a", "first");
        var second = await Store.PutAsync("a", Bytes("second"), WriteCondition.IfMatch(first), Token);

        Assert.NotNull(second);
        Assert.Null(await Store.PutAsync("a", Bytes("third"), WriteCondition.IfMatch(first), Token));
        Assert.Equal("second", await Read("a"));
    }

    [Fact]
    public async Task Put_IfMatchEqualContentRewritten_IsRefused()
    {
        var first = await Put("a", "same");
        await Put("a", "same");

        Assert.Null(await Store.PutAsync("a", Bytes("other"), WriteCondition.IfMatch(first), Token));
    }

    [Fact]
    public async Task Put_IfMatchWithoutSuchBlob_IsRefused()
    {
        var etag = await Put("a", "x");
        await Store.DeleteAsync("a", cancellationToken: Token);

        Assert.Null(await Store.PutAsync("a", Bytes("y"), WriteCondition.IfMatch(etag), Token));
        Assert.Null(await Read("a"));
    }

    [Fact]
    public async Task Put_StreamWithFailingCondition_WritesNothing()
    {
        await Put("a", "old");
        using var content = new MemoryStream(Bytes("new"));

        Assert.Null(await Store.PutAsync("a", content, WriteCondition.IfAbsent, Token));
        Assert.Equal("old", await Read("a"));
    }

    [Fact]
    public async Task Delete_WithETag_DeletesOnlyThatVersion()
    {
        var first = await Put("a", "first");
        var second = await Put("a", "second");

        Assert.False(await Store.DeleteAsync("a", first, Token));
        Assert.Equal("second", await Read("a"));
        Assert.True(await Store.DeleteAsync("a", second, Token));
        Assert.Null(await Read("a"));
        Assert.False(await Store.DeleteAsync("a", second, Token));
    }

    [Fact]
    public async Task Put_ManyIfMatchAtOnce_ExactlyOneWins()
    {
        var etag = await Put("a", "start");

        var results = await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(i => Store.PutAsync("a", Bytes($"writer {i}"), WriteCondition.IfMatch(etag), Token)));

        var winner = Assert.Single(Enumerable.Range(0, Writers), i => results[i] is not null);
        Assert.Equal($"writer {winner}", await Read("a"));
        Assert.Equal(results[winner], (await Store.FindAsync("a", Token))!.ETag);
    }

    [Fact]
    public async Task Put_ManyIfAbsentAtOnce_ExactlyOneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(i => Store.PutAsync("a/b", Bytes($"writer {i}"), WriteCondition.IfAbsent, Token)));

        var winner = Assert.Single(Enumerable.Range(0, Writers), i => results[i] is not null);
        Assert.Equal($"writer {winner}", await Read("a/b"));
    }

    [Fact]
    public async Task Delete_ManyAtOnce_ExactlyOneSucceeds()
    {
        await Put("a", "x");

        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Store.DeleteAsync("a", cancellationToken: Token)));

        Assert.Single(results, deleted => deleted);
    }

    [Fact]
    public async Task Put_IncrementsFromManyTasks_LosesNone()
    {
        await Put("counter", "0");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var done = 0; done < 10;)
            {
                var blob = (await Store.GetAsync("counter", Token))!;
                var next = int.Parse(blob.Content.Span) + 1;
                if (await Store.PutAsync("counter", Bytes($"{next}"), WriteCondition.IfMatch(blob.ETag), Token) is not null) done++;
            }
        }));

        Assert.Equal("80", await Read("counter"));
    }

    [Fact]
    public async Task PutAndDelete_NeighboursInOneFolderAtOnce_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            for (var round = 0; round < 20; round++)
            {
                await Put($"deep/er/folder/{i}", $"{round}");
                Assert.Equal($"{round}", await Read($"deep/er/folder/{i}"));
                Assert.True(await Store.DeleteAsync($"deep/er/folder/{i}", cancellationToken: Token));
            }
        }));

        Assert.Empty(await Keys(""));
    }
}
