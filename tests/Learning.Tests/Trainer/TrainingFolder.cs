using System.Security.Cryptography;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Datasets;
using MusicGen.Storage.Local;

namespace MusicGen.Learning.Tests.Trainer;

/// <summary>A local store with a dataset in it, and jobs that train on it.</summary>
internal sealed class TrainingFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-");

    private TrainingFolder() => Store = new LocalBlobStore(_folder.FullName);

    public LocalBlobStore Store { get; }

    public static async Task<TrainingFolder> WithAsync(Dataset dataset)
    {
        var folder = new TrainingFolder();
        var cancellation = TestContext.Current.CancellationToken;
        await folder.Store.PutAsync("datasets/d1/vocabulary", dataset.Vocabulary.ToBytes(), cancellationToken: cancellation);
        await folder.Store.PutAsync("datasets/d1/tokens", dataset.TokensToBytes(), cancellationToken: cancellation);
        await folder.Store.PutAsync("datasets/d1/index", dataset.IndexToBytes(), cancellationToken: cancellation);
        return folder;
    }

    public WorkerJob Job(TrainingOptions options) =>
        new("someone/t1", LeaseEpoch: 1, new StorePlace(_folder.FullName), "d1", new TokenizerSettings(TokenizerKind.NoteNames).Resolved(), "checkpoints/someone/t1", ResumeFrom: null, options, Threads: 1, LeaseSeconds: 3600,
            "cpu", "samples/someone/t1", StartSeconds: 600);

    public async Task<byte[]> ContentAsync(WorkerJob job, string checkpoint, string file)
    {
        var blob = await Store.GetAsync($"{job.CheckpointPrefix}/{checkpoint}/{file}", TestContext.Current.CancellationToken);
        return blob!.Content.ToArray();
    }

    /// <summary>The names of all checkpoints, also of those that are being written.</summary>
    public IReadOnlyList<string> Folders(WorkerJob job) =>
        new DirectoryInfo(Path.Combine(_folder.FullName, "blobs", job.CheckpointPrefix)) is { Exists: true } folder ? [.. folder.GetDirectories().Select(checkpoint => checkpoint.Name).Order(StringComparer.Ordinal)] : [];

    /// <summary>Every file of the checkpoints whose names end like that, with its size and time.</summary>
    public IReadOnlyList<string> Listing(WorkerJob job, string end) =>
        [.. new DirectoryInfo(Path.Combine(_folder.FullName, "blobs", job.CheckpointPrefix)).GetDirectories($"*{end}").SelectMany(checkpoint => checkpoint.GetFiles())
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];

    public bool Has(WorkerJob job, string checkpoint, string file) => File.Exists(Path.Combine(_folder.FullName, "blobs", job.CheckpointPrefix, checkpoint, file + "@"));

    public async Task<string> HashOfModelAsync(WorkerJob job, string checkpoint) =>
        Convert.ToHexStringLower(SHA256.HashData(await ContentAsync(job, checkpoint, CheckpointFiles.Model)));

    public void Dispose() => _folder.Delete(recursive: true);
}
