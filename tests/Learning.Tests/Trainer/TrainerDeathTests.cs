using System.Diagnostics;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Datasets;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Tests.Trainer;

/// <summary>Workers killed whenever it pleases somebody, also in the middle of writing a checkpoint.</summary>
public sealed class TrainerDeathTests
{
    private const int Kills = 20;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2); // for writing, and for other tests

    // A few hundred kilobytes a checkpoint, several of them a second of work.
    private static readonly Dataset Data = SmallDatasets.Random(14_000, 8_000, 200);
    private static readonly TrainingOptions Options = SmallDatasets.Options with { Epochs = 4, CheckpointSeconds = 1, Hidden = 64, Embedding = 32 };

    [Fact]
    public async Task Kill_AtTwentyRandomMoments_TearsNoCheckpointLosesOneIntervalAtMostAndGivesTheBytesOfAnUnbrokenRun()
    {
        using var folder = await TrainingFolder.WithAsync(Data);
        var unbroken = await RunAsync(folder.Job(Options) with { CheckpointPrefix = "checkpoints/someone/unbroken" });
        var random = new CounterRandom(20);
        var (kills, finished) = (0, 0);

        // On a fast machine a training ends before it was killed so often; then another is.
        while (kills < Kills)
        {
            var first = folder.Job(Options) with { CheckpointPrefix = $"checkpoints/someone/killed-{finished}" };
            var last = first;
            while (kills < Kills)
            {
                using var process = await TrainerProcess.StartAsync(last);
                if (await KilledAsync(folder, last, process, kills, random) is not { } next) break;
                kills++;
                last = next;
            }
            var end = kills < Kills ? last : await RunAsync(last);
            await RequireSameAsync(folder, unbroken, end with { ResumeFrom = Newest(folder, end) });
            finished++;
        }

        Assert.Equal(Kills, kills);
    }

    [Fact]
    public async Task Suspend_LongerThanTheLease_HasTheWorkerWriteNothingMoreAndExit()
    {
        using var folder = await TrainingFolder.WithAsync(Data);
        var job = folder.Job(Options with { Epochs = 10_000 }) with { LeaseSeconds = 3 };
        using var process = await TrainerProcess.StartAsync(job);
        for (var steps = 0; steps < 3;)
        {
            var happened = (await process.NextAsync())!;
            await process.RenewAsync(happened.Number);
            if (happened.Loss is not null) steps++;
        }
        process.Suspend();
        var before = folder.Folders(job);

        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken); // the lease ends meanwhile; only time can end it
        process.Continue();

        var (code, errors) = await process.ExitAsync();
        Assert.Equal(5, code);
        Assert.Contains("Nobody has said for too long", errors, StringComparison.Ordinal);
        Assert.Equal(before, folder.Folders(job));
    }

    /// <summary>Two workers live, and both believe that they train the session. The session has given the first one up, which does not know it yet.</summary>
    [Fact]
    public async Task Suspend_UntilAnotherWorkerHasTakenOver_LeavesOneLineOfCheckpointsAndTheBytesOfAnUnbrokenRun()
    {
        using var folder = await TrainingFolder.WithAsync(Data);
        var unbroken = await RunAsync(folder.Job(Options) with { CheckpointPrefix = "checkpoints/someone/unbroken" });
        var job = folder.Job(Options) with { LeaseSeconds = 3 };
        using var first = await TrainerProcess.StartAsync(job);
        WorkerEvent happened;
        do
        {
            happened = (await first.NextAsync())!;
            await first.RenewAsync(happened.Number);
        } while (happened.Checkpoint is null);
        first.Suspend();
        var replacement = job with { LeaseEpoch = 2, LeaseSeconds = 3600, ResumeFrom = happened.Checkpoint.Name };

        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken); // the lease ends meanwhile; only time can end it
        using var second = await TrainerProcess.StartAsync(replacement);
        await second.NextAsync(WorkerEventKind.Checkpoint);
        var before = folder.Listing(job, "-001");
        first.Continue();
        var (code, _) = await first.ExitAsync();
        var rest = await second.RestAsync();

        Assert.Equal(5, code);
        Assert.Equal(before, folder.Listing(job, "-001"));
        Assert.Equal(WorkerEventKind.Completed, rest[^1].Kind);
        Assert.All(Complete(folder, job), name => Assert.EndsWith(string.CompareOrdinal(name, happened.Checkpoint.Name) > 0 ? "-002" : "-001", name, StringComparison.Ordinal));
        await RequireSameAsync(folder, unbroken, replacement with { ResumeFrom = Newest(folder, replacement) });
    }

    /// <summary>Kills a worker at some moment.</summary>
    /// <returns>What its successor is to do; null: it had come to its end before.</returns>
    private static async Task<WorkerJob?> KilledAsync(TrainingFolder folder, WorkerJob job, TrainerProcess process, int kill, CounterRandom random)
    {
        // Every other one falls into the writing of a checkpoint, which a kill at random would nearly always miss.
        var known = folder.Folders(job);
        await process.NextAsync(WorkerEventKind.Started);
        var savedAt = Stopwatch.GetTimestamp();
        var dying = kill % 2 == 0
            ? KillWhenAsync(process, () => folder.Folders(job).Count > known.Count)
            : KillAfterAsync(process, LongestLife * random.Uniform((ulong)kill));
        var heard = new List<WorkerEvent>();
        while (await process.NextAsync() is { } happened)
        {
            heard.Add(happened);
            if (happened.Checkpoint is not null) savedAt = Stopwatch.GetTimestamp();
        }
        var lost = Stopwatch.GetElapsedTime(savedAt, await dying);
        if (heard.Exists(happened => happened.Kind == WorkerEventKind.Completed)) return null;

        var saved = heard.LastOrDefault(happened => happened.Checkpoint is not null)?.Checkpoint!.Name ?? job.ResumeFrom;
        Assert.InRange(lost, TimeSpan.MinValue, Interval + Slack);
        foreach (var name in Complete(folder, job))
        {
            SafeTensors.Read(await folder.ContentAsync(job, name, CheckpointFiles.Model));
            SafeTensors.Read(await folder.ContentAsync(job, name, CheckpointFiles.Training));
            Vocabulary.FromBytes(await folder.ContentAsync(job, name, CheckpointFiles.Vocabulary));
            Assert.NotEmpty(JsonSerializer.Deserialize<StepMetric[]>(await folder.ContentAsync(job, name, CheckpointFiles.Metrics), ContractJson.Options)!);
            Assert.NotNull(JsonSerializer.Deserialize<ModelCard>(await folder.ContentAsync(job, name, CheckpointFiles.Card), ContractJson.Options));
        }
        return job with { LeaseEpoch = job.LeaseEpoch + 1, ResumeFrom = saved };
    }

    /// <summary>The job of a worker that was left alone, with its last checkpoint.</summary>
    private static async Task<WorkerJob> RunAsync(WorkerJob job)
    {
        using var process = await TrainerProcess.StartAsync(job);
        var events = await process.RestAsync();
        Assert.Equal(WorkerEventKind.Completed, events[^1].Kind);
        return job with { ResumeFrom = events[^2].Checkpoint!.Name };
    }

    private static IEnumerable<string> Complete(TrainingFolder folder, WorkerJob job) => folder.Folders(job).Where(name => folder.Has(job, name, CheckpointFiles.Card));

    private static string Newest(TrainingFolder folder, WorkerJob job) => Complete(folder, job).Last();

    /// <summary>Weights, moments, memory and position are the same, byte for byte; only how long the pass took is not.</summary>
    private static async Task RequireSameAsync(TrainingFolder folder, WorkerJob expected, WorkerJob actual)
    {
        Assert.Equal(await folder.HashOfModelAsync(expected, expected.ResumeFrom!), await folder.HashOfModelAsync(actual, actual.ResumeFrom!));
        var tensors = SafeTensors.Read(await folder.ContentAsync(actual, actual.ResumeFrom!, CheckpointFiles.Training)).Tensors;
        foreach (var (one, other) in SafeTensors.Read(await folder.ContentAsync(expected, expected.ResumeFrom!, CheckpointFiles.Training)).Tensors.Zip(tensors))
        {
            Assert.Equal(one.Name, other.Name);
            if (one.Name == "position.sums") Assert.Equal(Timeless(one), Timeless(other));
            else Assert.True(one.Content.Span.SequenceEqual(other.Content.Span), one.Name);
        }
    }

    private static double[] Timeless(StoredTensor sums)
    {
        var values = sums.ToDoubles();
        values[1] = 0; // seconds
        return values;
    }

    /// <returns>When.</returns>
    private static async Task<long> KillWhenAsync(TrainerProcess process, Func<bool> condition)
    {
        while (!condition() && !process.HasExited) await Task.Yield();
        process.Kill();
        return Stopwatch.GetTimestamp();
    }

    private static async Task<long> KillAfterAsync(TrainerProcess process, TimeSpan time)
    {
        await Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
        process.Kill();
        return Stopwatch.GetTimestamp();
    }
}
