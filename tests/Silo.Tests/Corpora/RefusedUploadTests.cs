using System.Net;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Tests.Client;

namespace MusicGen.Silo.Tests.Corpora;

/// <summary>Uploads by the client while all turns are taken: a refusal arrives before any content is on its way, so none can be lost.</summary>
public sealed class RefusedUploadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_KeptWaitingForLongerThanASecond_IsRefusedBeforeItsContentIsRead()
    {
        // By default .NET's handler sends the content after a second.
        await using var silo = new RunningSilo("--Uploads:AtOnce", "1", "--Uploads:Wait", "00:00:02");
        await silo.InitializeAsync();
        using var http = new HttpClient(MusicGenClient.CreateHandler()) { BaseAddress = silo.Http.BaseAddress };
        using var slow = await SlowUpload.BeginAsync(silo.Http.BaseAddress!, (await silo.Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Token)).Id);
        await slow.WantedAsync();
        var corpus = (await silo.Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Token)).Id;
        var archive = new EndlessArchive();

        var refused = await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(http).Corpora.UploadZipAsync(corpus, archive, Token));

        Assert.Equal((HttpStatusCode.TooManyRequests, "urn:musicgen:problem:too-many-uploads", 0), (refused.Status, refused.Type, archive.Reads));
    }

    [Fact]
    public async Task Upload_LargerThanAConnectionHolds_IsTakenWhenATurnComesFree()
    {
        await using var silo = new RunningSilo("--Uploads:AtOnce", "1", "--Uploads:Wait", "00:00:01.5");
        await silo.InitializeAsync();
        var corpus = (await silo.Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Token)).Id;
        using var slow = await SlowUpload.BeginAsync(silo.Http.BaseAddress!, corpus);
        await slow.WantedAsync();
        using var listens = new Answers();
        using var http = new HttpClient(listens) { BaseAddress = silo.Http.BaseAddress };

        var upload = new MusicGenClient(http).Corpora.UploadAsync(corpus, Enumerable.Range(0, 3).Select(index => new MidiFile($"{index}.mid", Enumerable.Repeat((byte)index, 10 << 20).ToArray())), Token);
        var first = await listens.First.Task.WaitAsync(Token);
        slow.Dispose();

        Assert.Equal(HttpStatusCode.TooManyRequests, first);
        Assert.Equal(3, (await upload).Files);
    }

    [Fact]
    public void Handler_WaitsForLongerThanAnyServiceDoes()
    {
        using var usual = new SocketsHttpHandler();
        using var handler = MusicGenClient.CreateHandler();

        Assert.True(new UploadOptions().Wait < usual.Expect100ContinueTimeout);
        Assert.True(UploadLimits.LongestWait < handler.Expect100ContinueTimeout);
        Assert.NotEmpty(new UploadOptions { Wait = UploadLimits.LongestWait + TimeSpan.FromSeconds(1) }.WithDefaults(hasSignIn: false).Faults());
    }

    /// <summary>Tells of the first answer.</summary>
    private sealed class Answers() : DelegatingHandler(MusicGenClient.CreateHandler())
    {
        public TaskCompletionSource<HttpStatusCode> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            First.TrySetResult(response.StatusCode);
            return response;
        }
    }

    /// <summary>Has a beginning, and then nothing for ever.</summary>
    private sealed class EndlessArchive : OneWayStream
    {
        public int Reads { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (++Reads > 1) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return buffer.Length;
        }
    }
}
