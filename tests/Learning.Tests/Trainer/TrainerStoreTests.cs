using System.Net;
using System.Net.Sockets;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Storage;
using MusicGen.Storage.Azure;
using MusicGen.Tests.Azurite;

namespace MusicGen.Learning.Tests.Trainer;

/// <summary>The worker with a store that is no folder.</summary>
public sealed class TrainerStoreTests : IAsyncDisposable
{
    private readonly AzuriteServer _azurite = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    [Fact]
    public async Task Job_InAContainer_LeavesTheBytesThatItLeavesInAFolder()
    {
        var options = new AzureStorageOptions { ConnectionString = await _azurite.StartAsync() };
        var container = new AzureBlobStore(options);
        await container.PrepareAsync(Token);
        using var folder = await TrainingFolder.WithAsync(SmallDatasets.Random(80, 60, 50, 64));
        await foreach (var blob in folder.Store.ListAsync("datasets/", cancellationToken: Token))
            await container.PutAsync(blob.Key, (await folder.Store.GetAsync(blob.Key, Token))!.Content, cancellationToken: Token);
        var job = folder.Job(SmallDatasets.Options);

        var inFolder = await RunAsync(job);
        var inContainer = await RunAsync(job with { Store = new StorePlace(Folder: null, options.ConnectionString, Container: options.Container) });

        Assert.Equal(inFolder, inContainer);
        Assert.Equal(await ModelAsync(folder.Store, job, inFolder), await ModelAsync(container, job, inFolder));
    }

    [Fact]
    public async Task Job_InAContainerThatCannotBeReached_BlamesTheStoreWithoutItsSecret()
    {
        const string secret = "c2VjcmV0";
        using var folder = await TrainingFolder.WithAsync(SmallDatasets.Random(80, 60, 50, 64));
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options) with { Store = Container(port: 1, secret), LeaseSeconds = 2 });

        Assert.Empty(await process.RestAsync());

        var (code, errors) = await process.ExitAsync();
        Assert.Equal(4, code);
        Assert.StartsWith("The store failed: The storage container musicgen at http://127.0.0.1:1/jazz cannot be reached: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)] // it gives up, and says no more
    [InlineData(3600)]
    public async Task Job_ThatIsTracedInAContainerThatNeverAnswers_HasToldInWhatItIsStuck(int leaseSeconds)
    {
        using var folder = await TrainingFolder.WithAsync(SmallDatasets.Random(80, 60, 50, 64));
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var place = Container(((IPEndPoint)silent.LocalEndpoint).Port, "c2VjcmV0");
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options) with { Store = place, LeaseSeconds = leaseSeconds, IsTraced = true });

        var told = await process.NextAsync();

        Assert.Equal(("read dataset", null), Assert.Single(told!.Spans!.Select(span => (span.Name, span.EndedAt))));
        if (leaseSeconds > 2) process.Kill();
        Assert.Empty(await process.RestAsync());
        Assert.Equal(leaseSeconds > 2 ? 128 + 9 : 4, (await process.ExitAsync()).Code);
    }

    /// <summary>At a port of this machine.</summary>
    private static StorePlace Container(int port, string secret) =>
        new(Folder: null, $"DefaultEndpointsProtocol=http;AccountName=jazz;AccountKey={secret};BlobEndpoint=http://127.0.0.1:{port}/jazz;", Container: "musicgen");

    /// <returns>The last checkpoint's name.</returns>
    private static async Task<string> RunAsync(WorkerJob job)
    {
        using var process = await TrainerProcess.StartAsync(job);
        var events = await process.RestAsync();
        Assert.Equal(WorkerEventKind.Completed, events[^1].Kind);
        return events[^2].Checkpoint!.Name;
    }

    private static async Task<byte[]> ModelAsync(IBlobStore store, WorkerJob job, string checkpoint) =>
        (await store.GetAsync($"{job.CheckpointPrefix}/{checkpoint}/{CheckpointFiles.Model}", Token))!.Content.ToArray();
}
