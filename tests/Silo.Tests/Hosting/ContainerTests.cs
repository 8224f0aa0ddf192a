using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using MusicGen.Contracts.Corpora;
using MusicGen.Silo.Hosting;
using MusicGen.Tests.Azurite;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Hosting;

/// <summary>The service with a container for its store.</summary>
public sealed class ContainerTests : IAsyncDisposable
{
    private const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=jazz;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/jazz;";

    private readonly AzuriteServer _azurite = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-container-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_WithAnAccount_KeepsEverythingThere()
    {
        var connection = await _azurite.StartAsync();
        string id;
        await using (var first = new RunningSilo("--Storage:ConnectionString", connection))
        {
            await first.InitializeAsync();
            id = (await first.CorpusAsync(MidiFiles.Melody(60, 62, 64))).Id;
        }

        // Another folder of its own, nothing but the container in common.
        await using var second = new RunningSilo("--Storage:ConnectionString", connection);
        await second.InitializeAsync();

        Assert.Equal(1, (await second.Client.Corpora.GetAsync(id, Token)).Files);
    }

    [Fact]
    public async Task Content_RangeOfABlob_IsThatPart()
    {
        await using var silo = new RunningSilo("--Storage:ConnectionString", await _azurite.StartAsync());
        await silo.InitializeAsync();
        var path = $"v1/models/{await silo.ModelAsync()}/content";
        var whole = await silo.Http.GetByteArrayAsync(path, Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(8, 15) } };

        using var part = await silo.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[8..16], await part.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Create_StoreIsSilent_IsToldToTryAgain()
    {
        await using var silo = new RunningSilo("--Storage:ConnectionString", await _azurite.StartAsync(), "--Storage:Timeout", "00:00:05");
        await silo.InitializeAsync();
        _azurite.Pause();

        using var refused = await silo.Http.PostAsJsonAsync("v1/corpora", new { name = "Jazz" }, Token);
        _azurite.Continue();
        var accepted = await silo.Client.Corpora.CreateAsync(new CreateCorpus("Jazz"), cancellationToken: Token);

        await Refusal.AssertAsync(refused, HttpStatusCode.ServiceUnavailable, "storage-failed");
        Assert.Equal("Jazz", accepted.Name);
    }

    [Fact]
    public async Task Start_AccountThatCannotBeReached_IsRefusedWithASentence()
    {
        await using var app = RunningSilo.Build(_folder.FullName, "--Storage:ConnectionString", Nowhere, "--Storage:Timeout", "00:00:01");

        var refused = await Assert.ThrowsAsync<StartupException>(() => app.StartAsync(Token));

        Assert.Equal("The storage container musicgen at http://127.0.0.1:1/jazz cannot be reached: Connection refused (127.0.0.1:1)", refused.Message);
    }

    [Fact]
    public void Build_StorageFaults_AreNamedWithoutSecrets()
    {
        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(
            _folder.FullName, "--Storage:ConnectionString", "AccountKey=secret", "--Storage:ServiceUri", "http://secret@jazz", "--Storage:Container", "A", "--Storage:Contaner", "a"));

        Assert.Equal(
            [
                "Set Storage:ConnectionString or Storage:ServiceUri, not both.",
                "Storage:ConnectionString is no connection string of a storage account with blobs.",
                "Storage:Container must be 3 to 63 small letters, digits and single dashes, with a letter or digit at both ends.",
                "Storage:Contaner is no setting.",
                "Storage:ServiceUri takes no user name and password.",
            ],
            refused.Message.Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }
}
