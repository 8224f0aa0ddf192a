using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Bench.Midi;

/// <summary>Whole ingestion: a service process of its own takes the files over HTTP; counted until every file has its report and note file in the store.</summary>
internal static class ServiceFigure
{
    public static async Task<Figure> MeasureAsync(IReadOnlyList<MidiInput> inputs, int rounds, CancellationToken cancellationToken)
    {
        await using var service = await ServiceProcess.StartAsync(cancellationToken);
        var seconds = new List<double>();
        for (var round = 0; round <= rounds; round++) // the first is for the compiler
        {
            var start = Stopwatch.GetTimestamp();
            await IngestAsync(service.Client, inputs, cancellationToken);
            if (round > 0) seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        seconds.Sort();
        return new Figure("ingestion by a service, over HTTP, into its store", inputs.Sum(input => (long)input.Bytes.Length), inputs.Count, seconds);
    }

    private static async Task IngestAsync(MusicGenClient client, IReadOnlyList<MidiInput> inputs, CancellationToken cancellationToken)
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
        if (done.Files != inputs.Count) throw new InvalidOperationException($"The service reported on {done.Files} of {inputs.Count} files.");
    }
}
