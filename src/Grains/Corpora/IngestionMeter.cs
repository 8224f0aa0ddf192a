using System.Diagnostics.Metrics;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Corpora;

/// <summary>What becomes of uploads and their files.</summary>
internal static class IngestionMeter
{
    private static readonly Counter<long> Uploads = Instrumentation.Meter.CreateCounter<long>("musicgen.ingestion.uploads", "{upload}", "Uploads whose reading ended, by how.");

    private static readonly Counter<long> Files = Instrumentation.Meter.CreateCounter<long>("musicgen.ingestion.files", "{file}", "Uploaded files that were read, by what became of them.");

    public static void End(IngestionPhase phase) => Uploads.Add(1, new KeyValuePair<string, object?>("musicgen.ingestion.phase", ContractJson.NameOf(phase)));

    public static void Read(IEnumerable<FileReport> reports)
    {
        foreach (var outcome in reports.CountBy(report => report.Outcome))
            Files.Add(outcome.Value, new KeyValuePair<string, object?>("musicgen.file.outcome", ContractJson.NameOf(outcome.Key)));
    }
}
