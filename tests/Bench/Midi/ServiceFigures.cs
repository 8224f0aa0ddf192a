using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;

namespace MusicGen.Bench.Midi;

/// <summary>The whole way in a service process of its own: files go in over HTTP; reports, note files and tokens lie in its store when it is done.</summary>
/// <param name="inputs">The files.</param>
/// <param name="tokens">The language of the tokens.</param>
/// <param name="rounds">Rounds that count; one more comes before them.</param>
internal sealed class ServiceFigures(IReadOnlyList<MidiInput> inputs, TokenizerKind tokens, int rounds)
{
    private const int WriteBytes = 1 << 20;

    private readonly List<double> _ingestion = [];
    private readonly List<double> _dataset = [];
    private readonly List<double> _all = [];
    private readonly List<double> _computed = [];
    private readonly List<double> _disk = [];

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var service = await ServiceProcess.StartAsync(ServiceProcess.WithoutWorkers, folder: null, cancellationToken);
        for (var round = 0; round <= rounds; round++)
        {
            var (before, processor) = (service.StoredBytes(), service.ProcessorTime);
            var start = Stopwatch.GetTimestamp();
            var corpus = await IngestAsync(service.Client, cancellationToken);
            var ingested = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await BuildDatasetAsync(service.Client, corpus, cancellationToken);
            var all = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var computed = (service.ProcessorTime - processor).TotalSeconds;
            var disk = WriteToDisk(service.StoredBytes() - before);
            if (round > 0) Add(ingested, all, computed, disk);
        }
        return
        [
            Of("limit: write what the service stores to its disk", _disk),
            Of("service: upload over HTTP, reports and note files in the store", _ingestion),
            Of($"service: dataset of {tokens} in the store", _dataset),
            Of("service: both", _all),
            Of("service: both, in its own processor time", _computed),
        ];
    }

    private void Add(double ingested, double all, double computed, double disk)
    {
        _ingestion.Add(ingested);
        _dataset.Add(all - ingested);
        _all.Add(all);
        _computed.Add(computed);
        _disk.Add(disk);
    }

    private Figure Of(string subject, List<double> seconds) => new(subject, inputs.Sum(input => (long)input.Bytes.Length), inputs.Count, [.. seconds.Order()]);

    private async Task<CorpusSummary> IngestAsync(MusicGenClient client, CancellationToken cancellationToken)
    {
        var corpus = await client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: cancellationToken);
        foreach (var batch in UploadBatches.Of(inputs.Select(input => new MidiFile(input.Name, input.Bytes))))
        {
            var upload = await client.Corpora.UploadAsync(corpus.Id, batch, cancellationToken);
            await foreach (var _ in client.Corpora.WatchAsync(corpus.Id, upload.Number, cancellationToken))
            {
                // The last event says that every file has its report.
            }
        }
        var done = await client.Corpora.GetAsync(corpus.Id, cancellationToken);
        return done.Files == inputs.Count ? done : throw new InvalidOperationException($"The service reported on {done.Files} of {inputs.Count} files.");
    }

    /// <summary>A training waits in the queue once its dataset is there; this service has no worker that could take it.</summary>
    private async Task BuildDatasetAsync(MusicGenClient client, CorpusSummary corpus, CancellationToken cancellationToken)
    {
        var training = await client.Trainings.CreateAsync(new CreateTraining(corpus.Id, Preset: "tiny", Tokenizer: new TokenizerSettings(tokens)), cancellationToken: cancellationToken);
        await foreach (var happened in client.Trainings.WatchAsync(training.Id, cancellationToken))
        {
            if (happened.Phase == TrainingPhase.Failed) throw new InvalidOperationException($"{happened.Message} Try --tokens notenames.");
            if (happened.Phase != TrainingPhase.Preparing) break;
        }
        await client.Trainings.CancelAsync(training.Id, cancellationToken);
    }

    /// <summary>One file, written from front to end and flushed: no store can be faster.</summary>
    private static double WriteToDisk(long count)
    {
        var path = Path.GetTempFileName();
        try
        {
            var start = Stopwatch.GetTimestamp();
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                for (var buffer = new byte[WriteBytes]; count > 0; count -= buffer.Length) file.Write(buffer, 0, (int)Math.Min(buffer.Length, count));
                file.Flush(flushToDisk: true);
            }
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
