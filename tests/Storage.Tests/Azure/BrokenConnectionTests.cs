using System.Security.Cryptography;
using MusicGen.Storage.Azure;
using MusicGen.Tests.Azurite;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>Answers that never come, connections that break, and a server that is silent for a while.</summary>
public sealed class BrokenConnectionTests(AzuriteServer azurite) : IAsyncLifetime
{
    private readonly AzuriteServer _own = new();
    private FaultyProxy? _proxy;
    private AzureBlobStore? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FaultyProxy Proxy => _proxy!;

    private AzureBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        await azurite.StartAsync();
        _proxy = new FaultyProxy(azurite.Port);
        _store = await Containers.NewAsync(AzuriteServer.ConnectionStringAt(_proxy.Port));
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is { } proxy) await proxy.DisposeAsync();
        await _own.DisposeAsync();
    }

    [Fact]
    public async Task Put_AnswerLost_IsNotTakenForALostRace()
    {
        Proxy.LoseNextAnswer();
        var first = await Store.PutAsync("a", "first"u8.ToArray(), WriteCondition.IfAbsent, Token);
        Proxy.LoseNextAnswer();
        var second = await Store.PutAsync("a", "second"u8.ToArray(), WriteCondition.IfMatch(first!), Token);

        Assert.Equal(2, Proxy.Broken);
        Assert.NotNull(second);
        Assert.Equal(new BlobEntry("a", 6, second), await Store.FindAsync("a", Token));
    }

    [Theory]
    [InlineData(0)] // of the first block
    [InlineData(700)] // of a later one
    public async Task Put_AnswerOfABlockLost_IsWrittenAllTheSame(int answered)
    {
        var content = RandomNumberGenerator.GetBytes((3 * ConditionalWrite.BlockBytes) + 1);
        Proxy.BreakNextAnswerAfter(answered);

        var etag = await Store.PutAsync("a", content, cancellationToken: Token);

        Assert.Equal(1, Proxy.Broken);
        var blob = (await Store.GetAsync("a", Token))!;
        Assert.Equal(etag, blob.ETag);
        Assert.True(blob.Content.Span.SequenceEqual(content));
    }

    [Fact]
    public async Task Put_AnswerLostAndSomebodyElseWrites_SaysThatNobodyKnows()
    {
        var etag = await Store.PutAsync("a", "old"u8.ToArray(), cancellationToken: Token);
        // Its own write is carried out, unheard, and then overwritten before it can look.
        Proxy.LoseNextAnswer();
        Proxy.AfterBreaking = () => Store.PutAsync("a", "other"u8.ToArray(), cancellationToken: Token);

        var failure = await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("a", "mine"u8.ToArray(), WriteCondition.IfMatch(etag!), Token));

        Assert.StartsWith("a was written by somebody else while an answer was lost", failure.Message, StringComparison.Ordinal);
        Assert.Equal("other"u8.ToArray(), (await Store.GetAsync("a", Token))!.Content.ToArray());
    }

    [Fact]
    public async Task Delete_AnswerLost_SaysThatNobodyKnows()
    {
        await Store.PutAsync("a", "x"u8.ToArray(), cancellationToken: Token);
        Proxy.LoseNextAnswer();

        await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync("a", cancellationToken: Token));

        Assert.False(await Store.DeleteAsync("a", cancellationToken: Token));
    }

    [Fact]
    public async Task Open_ConnectionBreaksMidway_GoesOn()
    {
        var content = RandomNumberGenerator.GetBytes(10_000_000);
        await Store.PutAsync("a", content, cancellationToken: Token);
        Proxy.BreakNextAnswerAfter(3_000_000);

        await using var stream = (await Store.OpenAsync("a", cancellationToken: Token))!;
        var hash = await SHA256.HashDataAsync(stream, Token);

        Assert.Equal(1, Proxy.Broken);
        Assert.Equal(SHA256.HashData(content), hash);
    }

    [Fact]
    public async Task Open_ConnectionBreaksAndContentIsReplaced_FailsInsteadOfMixing()
    {
        await Store.PutAsync("a", new byte[20_000_000], cancellationToken: Token);
        await using var stream = (await Store.OpenAsync("a", cancellationToken: Token))!;
        await stream.ReadExactlyAsync(new byte[1_000_000], Token);
        await Store.PutAsync("a", Enumerable.Repeat((byte)1, 20_000_000).ToArray(), cancellationToken: Token);
        Proxy.BreakNextAnswerAfter(1_000_000);

        var failure = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Token));

        Assert.Equal("The blob was replaced or deleted while it was read, and its old content could not be read on.", failure.Message);
    }

    [Theory]
    [InlineData("delete container", "412 Precondition Failed", "LeaseIdMissing")]
    [InlineData("put", "400 Bad Request", "InvalidBlockList")]
    [InlineData("put", "416 Range Not Satisfiable", "InvalidRange")]
    [InlineData("put large", "400 Bad Request", "InvalidBlockId")]
    [InlineData("put large", "412 Precondition Failed", "ConditionNotMet")]
    [InlineData("get", "412 Precondition Failed", "ConditionNotMet")]
    [InlineData("get", "416 Range Not Satisfiable", "InvalidRange")]
    [InlineData("find", "412 Precondition Failed", "ConditionNotMet")]
    [InlineData("open", "400 Bad Request", "InvalidBlockList")]
    [InlineData("list", "404 Not Found", "BlobNotFound")]
    [InlineData("delete", "416 Range Not Satisfiable", "InvalidRange")]
    public async Task AnyMember_AnswerThatItDoesNotAskFor_IsAFailureInTheStoresWords(string member, string status, string errorCode)
    {
        await Store.PutAsync("a", "x"u8.ToArray(), cancellationToken: Token);
        Proxy.ReplaceNextAnswer(status, errorCode);

        var failure = await Assert.ThrowsAsync<IOException>(() => member switch
        {
            "put" => Store.PutAsync("a", "y"u8.ToArray(), cancellationToken: Token),
            "put large" => Store.PutAsync("a", new byte[(2 * ConditionalWrite.BlockBytes) + 1], cancellationToken: Token),
            "get" => Store.GetAsync("a", Token),
            "find" => Store.FindAsync("a", Token),
            "open" => Store.OpenAsync("a", cancellationToken: Token),
            "list" => Store.ListAsync("", cancellationToken: Token).ToListAsync(Token).AsTask(),
            "delete container" => Store.DeleteContainerAsync(Token),
            _ => Store.DeleteAsync("a", cancellationToken: Token),
        });

        Assert.StartsWith($"{Store.Place} has failed ({status[..3]} {errorCode}): ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyMember_ServerIsSilentForAWhile_WaitsForIt()
    {
        var store = await Containers.NewAsync(await _own.StartAsync());
        _own.Pause();
        var writing = store.PutAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent, Token);
        Assert.NotSame(writing, await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, Token)));

        _own.Continue();

        Assert.NotNull(await writing);
    }

    [Fact]
    public async Task AnyMember_ServerIsSilentForTooLong_SaysSo()
    {
        var options = Containers.Options(await _own.StartAsync());
        await new AzureBlobStore(options).PrepareAsync(Token); // with all the time that it needs
        options.Timeout = TimeSpan.FromSeconds(1);
        var store = new AzureBlobStore(options);
        _own.Pause();

        var failure = await Assert.ThrowsAsync<IOException>(() => store.PutAsync("a", "x"u8.ToArray(), cancellationToken: Token));

        Assert.Equal($"{store.Place} did not answer within 1 s.", failure.Message);
    }
}
