using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Trainer.Blobs;

namespace MusicGen.Trainer;

/// <summary>The first line of standard input.</summary>
internal static class JobLine
{
    private const int MaxThreads = 1024;

    /// <summary>The job, or null and every fault of it.</summary>
    public static WorkerJob? Parse(string line, out IReadOnlyList<string> faults)
    {
        try
        {
            var job = JsonSerializer.Deserialize<WorkerJob>(line, ContractJson.Options);
            faults = job is null ? ["The job is null."] : Faults(job);
            return faults.Count == 0 ? job : null;
        }
        catch (JsonException e)
        {
            faults = [$"The first line is not a job: {e.Message}"];
            return null;
        }
    }

    private static List<string> Faults(WorkerJob job)
    {
        var faults = new List<string>();
        void Check(bool holds, string field, string expected)
        {
            if (!holds) faults.Add($"{field} must be {expected}.");
        }

        Check(job.Session is { Length: > 0 }, "session", "the session's key");
        Check(job.LeaseEpoch >= 0, "leaseEpoch", "0 or more");
        Check(job.Dataset is { Length: > 0 }, "dataset", "the dataset's hash");
        Check(job.Tokenizer is not null, "tokenizer", "the tokenizer's settings");
        Check(job.CheckpointPrefix is { Length: > 0 }, "checkpointPrefix", "the checkpoints' folder");
        Check(job.Threads is >= 1 and <= MaxThreads, "threads", $"1 to {MaxThreads}");
        Check(job.LeaseSeconds > 0, "leaseSeconds", "above 0");
        Check(job.StartSeconds > 0, "startSeconds", "above 0");
        Check(job.Device is { Length: > 0 }, "device", "cpu or cuda:0 and so on");
        Check(job.SamplePrefix is { Length: > 0 }, "samplePrefix", "the samples' folder");
        Check(job.PatienceFrom >= 0, "patienceFrom", "0 or more");
        Check(job.Options is not null, "options", "the training's options");
        faults.AddRange(JobStore.Faults(job.Store));
        faults.AddRange(job.Options?.Faults().Select(fault => $"options: {fault.Detail}") ?? []);
        return faults;
    }
}
