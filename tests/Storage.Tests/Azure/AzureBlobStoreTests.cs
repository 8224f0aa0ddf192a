using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using MusicGen.Storage.Azure;
using MusicGen.Tests.Azurite;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>What a container adds to the contract.</summary>
public sealed class AzureBlobStoreTests(AzuriteServer azurite)
{
    private const int LargeBytes = 40_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_LargeStreamWithFailingCondition_ReadsLittleOfIt()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        await store.PutAsync("large", "old"u8.ToArray(), cancellationToken: Token);
        await using var source = new CountedStream(LargeBytes);

        Assert.Null(await store.PutAsync("large", source, WriteCondition.IfAbsent, Token));

        Assert.InRange(source.Position, 0, ConditionalWrite.BlockBytes + 1);
        Assert.Equal("old"u8.ToArray(), (await store.GetAsync("large", Token))!.Content.ToArray());
    }

    [Fact]
    public async Task Put_LargeContentsAtOnce_LeaveOneOfThemWhole()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        var contents = Enumerable.Range(1, 4).Select(i => Enumerable.Repeat((byte)i, (3 * ConditionalWrite.BlockBytes) + i).ToArray()).ToArray();

        var etags = await Task.WhenAll(contents.Select(content => store.PutAsync("a", content, cancellationToken: Token)));

        var there = (await store.GetAsync("a", Token))!;
        Assert.Contains(there.ETag, etags);
        Assert.Equal(contents[Array.IndexOf(etags, there.ETag)], there.Content.ToArray());
        Assert.Distinct(etags);
    }

    [Fact]
    public async Task Put_LargeStreamCanceledMidway_WritesNothing()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var source = new CountedStream(LargeBytes) { AtHalf = canceled.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync("large", source, cancellationToken: canceled.Token));

        Assert.Null(await store.FindAsync("large", Token));
        Assert.Empty(await store.ListAsync("", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Open_SeekAnywhere_ReadsFromThere()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        var content = new byte[1_000_000];
        new CountedStream(content.Length).ReadExactly(content);
        await store.PutAsync("a", content, cancellationToken: Token);
        await using var stream = (await store.OpenAsync("a", 1000, 900_000, Token))!;

        Assert.Equal(900_000, stream.Length);
        foreach (var position in new[] { 0, 10, 5_000, 500_000, 20, 899_990 })
        {
            var read = new byte[10];
            stream.Position = position;
            await stream.ReadExactlyAsync(read, Token);
            Assert.Equal(content.AsSpan(1000 + position, 10).ToArray(), read);
        }
        Assert.Equal(0, await stream.ReadAsync(new byte[10], Token));
    }

    [Fact]
    public async Task Open_SeekBackAfterReplacing_FailsInsteadOfMixing()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        await store.PutAsync("a", new byte[1_000_000], cancellationToken: Token);
        await using var stream = (await store.OpenAsync("a", cancellationToken: Token))!;
        await stream.ReadExactlyAsync(new byte[500_000], Token);

        await store.PutAsync("a", Enumerable.Repeat((byte)1, 1_000_000).ToArray(), cancellationToken: Token);
        stream.Position = 0;

        var failure = await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[10], Token));
        Assert.Equal("The blob was replaced or deleted while it was read, and its old content could not be read on.", failure.Message);
    }

    [Fact]
    public async Task List_NamesThatAreNoKeys_AreLeftOut()
    {
        var connection = await azurite.StartAsync();
        var options = Containers.Options(connection);
        var store = new AzureBlobStore(options);
        await store.PrepareAsync(Token);
        var container = new BlobContainerClient(connection, options.Container, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06));
        foreach (var name in new[] { "a b", "é", "a//b" }) await container.UploadBlobAsync(name, BinaryData.Empty, Token);
        await store.PutAsync("a", "x"u8.ToArray(), cancellationToken: Token);

        Assert.Equal("a", Assert.Single(await store.ListAsync("", cancellationToken: Token).ToListAsync(Token)).Key);
    }

    [Fact]
    public async Task Prepare_Again_KeepsWhatIsThere()
    {
        var options = Containers.Options(await azurite.StartAsync());
        await new AzureBlobStore(options).PrepareAsync(Token);
        await new AzureBlobStore(options).PutAsync("a", "x"u8.ToArray(), cancellationToken: Token);

        await new AzureBlobStore(options).PrepareAsync(Token);

        Assert.NotNull(await new AzureBlobStore(options).FindAsync("a", Token));
    }

    [Fact]
    public async Task DeleteContainer_WithBlobsOrWithout_LeavesNone()
    {
        var options = Containers.Options(await azurite.StartAsync());
        var store = new AzureBlobStore(options);
        await store.PrepareAsync(Token);
        await store.PutAsync("a", "x"u8.ToArray(), cancellationToken: Token);

        await store.DeleteContainerAsync(Token);
        await store.DeleteContainerAsync(Token); // there is none any more

        Assert.Equal($"{store.Place} is not there (404 ContainerNotFound).", (await Assert.ThrowsAsync<IOException>(() => store.FindAsync("a", Token))).Message);
    }

    [Fact]
    public async Task AnyMember_NoSuchContainer_IsTold()
    {
        var options = Containers.Options(await azurite.StartAsync());
        var store = new AzureBlobStore(options);

        foreach (var member in new Func<Task>[] { () => store.GetAsync("a", Token), () => store.FindAsync("a", Token), () => store.PutAsync("a", new byte[1], WriteCondition.IfAbsent, Token), () => store.DeleteAsync("a", "x", Token) })
            Assert.Equal($"{store.Place} is not there (404 ContainerNotFound).", (await Assert.ThrowsAsync<IOException>(member)).Message);
    }

    [Fact]
    public async Task Prepare_WrongKey_IsToldWithoutIt()
    {
        var key = Convert.ToBase64String(new byte[64]);
        var options = Containers.Options((await azurite.StartAsync()).Replace("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==", key, StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<IOException>(() => new AzureBlobStore(options).PrepareAsync(Token));

        Assert.StartsWith($"The storage container {options.Container} at http://127.0.0.1:{azurite.Port}/devstoreaccount1 refused the credentials (403 AuthorizationFailure): ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_NobodyListens_IsTold()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var options = Containers.Options(AzuriteServer.ConnectionStringAt(port));
        options.Timeout = TimeSpan.FromSeconds(5); // of which the pauses between its tries are a quarter

        var failure = await Assert.ThrowsAsync<IOException>(() => new AzureBlobStore(options).PrepareAsync(Token));

        Assert.Equal($"The storage container {options.Container} at http://127.0.0.1:{port}/devstoreaccount1 cannot be reached: Connection refused (127.0.0.1:{port})", failure.Message);
    }
}
