using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using MusicGen.Client;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Storage;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Corpora;

/// <summary>What uploads may take of the service and of each other: turns, time and room. Against a service that gives little of each.</summary>
public sealed class SlowUploadTests(SlowUploadTests.NarrowSilo silo) : IClassFixture<SlowUploadTests.NarrowSilo>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_BesideASlowOneOfItsOwner_IsRefusedAndAnotherOwnersIsTaken()
    {
        using var ann = await silo.OwnerAsync("ann-1");
        using var bea = await silo.OwnerAsync("bea-1");
        using var slow = await SlowAsync(ann);
        await slow.WantedAsync();

        using var second = await UploadAsync(ann, MidiFiles.Melody(60));
        using var other = await UploadAsync(bea, MidiFiles.Melody(60));

        await Refusal.AssertAsync(second, HttpStatusCode.TooManyRequests, "too-many-uploads");
        Assert.Equal(TimeSpan.FromSeconds(2), second.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
    }

    [Fact]
    public async Task Upload_WhereAllTurnsAreTaken_IsRefusedUntilOneEnds()
    {
        using var ann = await silo.OwnerAsync("ann-2");
        using var bea = await silo.OwnerAsync("bea-2");
        using var cid = await silo.OwnerAsync("cid-2");
        using var first = await SlowAsync(ann);
        using var second = await SlowAsync(bea);
        await first.WantedAsync();
        await second.WantedAsync();

        using var third = await UploadAsync(cid, MidiFiles.Melody(60));
        first.Dispose();
        var later = new MusicGenClient(cid).Corpora.UploadAsync(await CorpusAsync(cid), [new("one.mid", MidiFiles.Melody(60))], Token);

        await Refusal.AssertAsync(third, HttpStatusCode.ServiceUnavailable, "uploads-busy");
        Assert.Equal(TimeSpan.FromSeconds(2), third.Headers.RetryAfter?.Delta);
        Assert.Equal(1, (await later).Files);
    }

    [Fact]
    public async Task Upload_OfAFewBytesASecond_IsEndedAfterTheGrace()
    {
        await using var hasty = new RunningSilo("--Uploads:AtOnce", "1", "--Uploads:LeastBytesPerSecond", "10000", "--Uploads:PaceGrace", "00:00:02");
        await hasty.InitializeAsync();
        using var slow = await SlowUpload.BeginAsync(hasty.Http.BaseAddress!, await CorpusAsync(hasty.Http));
        await slow.WantedAsync();
        await slow.SendFilesAsync(MidiFiles.Melody(60));

        var response = await slow.RefusedAsync();

        Assert.StartsWith("HTTP/1.1 408 ", response, StringComparison.Ordinal);
        Assert.Contains("urn:musicgen:problem:body-too-slow", response, StringComparison.Ordinal);
        using var next = await UploadAsync(hasty.Http, MidiFiles.Melody(60)); // there is one turn, and it is free again
        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
    }

    [Fact]
    public async Task Upload_LongerThanAllowed_IsEndedAndLeavesNothing()
    {
        await using var hasty = new RunningSilo("--Uploads:LongestTime", "00:00:03");
        await hasty.InitializeAsync();
        var corpus = await CorpusAsync(hasty.Http);
        using var slow = await SlowUpload.BeginAsync(hasty.Http.BaseAddress!, corpus);
        await slow.WantedAsync();
        // More than a pack has, so that one is in the store before the time is over.
        await slow.SendFilesAsync(Enumerable.Range(0, 1_100).Select(BitConverter.GetBytes));
        var (refusal, wrote) = (slow.RefusedAsync(), false);
        while (!wrote && !refusal.IsCompleted) wrote = await hasty.Store.ListAsync($"corpora/local/{corpus}/uploads/", cancellationToken: Token).AnyAsync(Token);

        var response = await refusal;

        Assert.True(wrote);
        Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains("urn:musicgen:problem:upload-too-long", response, StringComparison.Ordinal);
        Assert.Contains("at most 0.05 minutes", response, StringComparison.Ordinal);
        Assert.Empty(await hasty.Store.ListAsync($"corpora/local/{corpus}/", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Upload_BeyondTheRoomOfItsOwner_IsRefusedAndLeavesNothing()
    {
        using var ann = await silo.OwnerAsync("ann-4");
        using (var fits = await UploadAsync(ann, new byte[700_000])) Assert.Equal(HttpStatusCode.Accepted, fits.StatusCode);
        var corpus = await CorpusAsync(ann);

        using var tooMuch = await UploadAsync(ann, new byte[600_000], corpus);

        var detail = await Refusal.DetailAsync(tooMuch);
        await Refusal.AssertAsync(tooMuch, HttpStatusCode.RequestEntityTooLarge, "storage-full");
        Assert.Equal("Your files fill 0.7 of the 1.0 MB that an owner has here, and 0.6 MB more do not fit. Delete corpora, trainings, models, sessions or tunes, and try again in a minute; or ask the operator for more.", detail);
        Assert.Empty(await silo.Store.ListAsync($"corpora/ann-4/{corpus}/", cancellationToken: Token).ToListAsync(Token));
        using var small = await UploadAsync(ann, MidiFiles.Melody(60));
        Assert.Equal(HttpStatusCode.Accepted, small.StatusCode);
        var storage = (await new MusicGenClient(ann).Accounts.GetAsync(Token)).Storage!;
        Assert.InRange(storage.StoredBytes, 700_000, 720_000);
        Assert.Equal(1 << 20, storage.AllowedBytes);
    }

    [Theory]
    [InlineData("checkpoints/{0}/t/1-1/model.safetensors")]
    [InlineData("tunes/{0}/s/1/1.mid")]
    public async Task Anything_OfAnOwnerWhoIsFull_IsRefusedBeforeItBegins(string blob)
    {
        var owner = $"full-{blob[0]}";
        using var ann = await silo.OwnerAsync(owner);
        await silo.Store.PutAsync(string.Format(null, blob, owner), new byte[1 << 20], cancellationToken: Token);
        var corpus = await CorpusAsync(ann);
        using var upload = await SlowAsync(ann, corpus);

        var response = await upload.RefusedAsync(); // nobody wanted the body
        using var training = await ann.PostAsJsonAsync("v1/trainings", new { corpus }, Token);
        using var session = await ann.PostAsJsonAsync("v1/sessions", new { model = "any" }, Token);

        Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
        Assert.Contains("urn:musicgen:problem:storage-full", response, StringComparison.Ordinal);
        await Refusal.AssertAsync(training, HttpStatusCode.RequestEntityTooLarge, "storage-full");
        await Refusal.AssertAsync(session, HttpStatusCode.RequestEntityTooLarge, "storage-full");
    }

    private static async Task<string> CorpusAsync(HttpClient http) => (await new MusicGenClient(http).Corpora.CreateAsync(new(), cancellationToken: Token)).Id;

    private static async Task<SlowUpload> SlowAsync(HttpClient http, string? corpus = null) =>
        await SlowUpload.BeginAsync(http.BaseAddress!, corpus ?? await CorpusAsync(http), http.DefaultRequestHeaders.Authorization!.Parameter);

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient http, byte[] content, string? corpus = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "files", "one.mid" } };
        return await http.PostAsync($"v1/corpora/{corpus ?? await CorpusAsync(http)}/files", form, Token);
    }

    /// <summary>A service with a sign-in that takes two uploads at once, one of each owner, and a megabyte of each in all.</summary>
    public sealed class NarrowSilo : IAsyncLifetime
    {
        private readonly AccountKey _operator = AccountKey.New(OwnerName.Operator);
        private RunningSilo _silo = null!;

        internal IBlobStore Store => _silo.Store;

        public async ValueTask InitializeAsync()
        {
            _silo = new RunningSilo(
                "--Accounts:OperatorKeyHashes:0", _operator.Hash, "--Limits:StoredMegabytes", "1", "--Uploads:AtOnce", "2", "--Uploads:AtOncePerOwner", "1",
                "--Uploads:Wait", "00:00:01");
            await _silo.InitializeAsync();
        }

        public ValueTask DisposeAsync() => _silo.DisposeAsync();

        /// <summary>Sends requests as that owner.</summary>
        public async Task<HttpClient> OwnerAsync(string owner)
        {
            using var http = Http(_operator.Text);
            return Http((await new MusicGenClient(http).Accounts.CreateKeyAsync(new CreateKey(), owner, Token)).Key);
        }

        private HttpClient Http(string key) => new() { BaseAddress = _silo.Http.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }
}
