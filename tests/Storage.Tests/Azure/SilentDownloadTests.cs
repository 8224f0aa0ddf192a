using System.Security.Cryptography;
using MusicGen.Storage.Azure;
using MusicGen.Tests.Azurite;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>Downloads from a server that falls silent in the middle, with all connections open.</summary>
/// <remarks>The store's 25 s are one second here. The library alone would ask again every ten real ones.</remarks>
public sealed class SilentDownloadTests(AzuriteServer azurite) : IAsyncLifetime
{
    private const int SilentAfter = 3_000_000;

    private static readonly TimeSpan SoonerThanTheLibrary = TimeSpan.FromSeconds(8);

    private readonly byte[] _content = RandomNumberGenerator.GetBytes(30_000_000); // more than the connections hold on their way
    private FaultyProxy? _proxy;
    private AzureBlobStore? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FaultyProxy Proxy => _proxy!;

    private AzureBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        await azurite.StartAsync();
        _proxy = new FaultyProxy(azurite.Port);
        var options = Containers.Options(AzuriteServer.ConnectionStringAt(_proxy.Port));
        var patient = new AzureBlobStore(options);
        await patient.PrepareAsync(Token);
        await patient.PutAsync("a", _content, cancellationToken: Token);
        _store = new AzureBlobStore(options, new FastClock(25));
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is { } proxy) await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Get_SilenceMidway_FailsInTime()
    {
        Proxy.FallSilentAfter(SilentAfter);

        var failure = await Assert.ThrowsAsync<IOException>(() => Store.GetAsync("a", Token).WaitAsync(SoonerThanTheLibrary, TimeProvider.System, Token));

        Assert.Equal($"{Store.Place} did not answer within 25 s.", failure.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_SilenceMidway_FailsInTimeAndIsReadOnAfterwards(bool asynchronously)
    {
        await using var stream = (await Store.OpenAsync("a", cancellationToken: Token))!;
        Proxy.FallSilentAfter(SilentAfter);
        var read = new MemoryStream();

        var failure = await Assert.ThrowsAsync<IOException>(() => CopyAsync().WaitAsync(SoonerThanTheLibrary, TimeProvider.System, Token));
        var before = read.Length;
        Proxy.SpeakAgain();
        await stream.CopyToAsync(read, Token);

        Assert.Equal($"{Store.Place} did not answer within 25 s.", failure.Message);
        Assert.InRange(before, 1, _content.Length - 1);
        Assert.True(read.ToArray().AsSpan().SequenceEqual(_content));

        Task CopyAsync() => asynchronously ? stream.CopyToAsync(read, Token) : Task.Run(() => stream.CopyTo(read), Token);
    }

    [Fact]
    public async Task Open_ReaderThatIsSlowerThanTheLimit_IsNoSilence()
    {
        await using var stream = (await Store.OpenAsync("a", cancellationToken: Token))!;
        var first = new byte[1000];
        await stream.ReadExactlyAsync(first, Token);

        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, Token); // the limit is one
        var next = new byte[1000];
        await stream.ReadExactlyAsync(next, Token);

        Assert.True(_content.AsSpan(0, 2000).SequenceEqual([.. first, .. next]));
    }

    [Fact]
    public async Task Open_ReadIsCanceledInASilence_IsCanceledAtOnce()
    {
        await using var stream = (await Store.OpenAsync("a", cancellationToken: Token))!;
        Proxy.FallSilentAfter(0);
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = stream.CopyToAsync(Stream.Null, canceled.Token);

        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(SoonerThanTheLibrary, TimeProvider.System, Token));
    }
}
