using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Training;

/// <summary>What a client sees of a training session.</summary>
internal static class TrainingEvents
{
    /// <summary>All events, from the first one to the session's end or pause.</summary>
    public static async Task<List<TrainingEvent>> EventsAsync(this SiloProcess silo, string training) =>
        await silo.Client.Trainings.WatchAsync(training, Patience.Token).ToListAsync(Patience.Token);

    /// <summary>All events from the first one to the one that is waited for.</summary>
    public static async Task<List<TrainingEvent>> EventsUntilAsync(this SiloProcess silo, string training, Func<TrainingEvent, bool> isLast)
    {
        var events = new List<TrainingEvent>();
        await foreach (var happened in silo.Client.Trainings.WatchAsync(training, Patience.Token))
        {
            events.Add(happened);
            if (isLast(happened)) return events;
        }
        throw new InvalidOperationException($"The session came to rest before: {events[^1]}");
    }

    /// <summary>All events until steps were done behind a checkpoint, in the middle of an epoch.</summary>
    public static Task<List<TrainingEvent>> EventsUntilMidEpochAsync(this SiloProcess silo, TrainingSummary training)
    {
        long? checkpoint = null;
        return silo.EventsUntilAsync(training.Id, happened =>
        {
            checkpoint = happened.Checkpoint?.Step ?? checkpoint;
            return happened is { Kind: TrainingEventKind.Progress, Step: { } step, TotalSteps: { } total }
                && step > checkpoint && step % (total / training.Options.Epochs) != 0;
        });
    }

    /// <summary>Waits for the worker that begins after the events seen so far.</summary>
    public static Task<List<TrainingEvent>> EventsUntilRunningAgainAsync(this SiloProcess silo, string training, IEnumerable<TrainingEvent> seen)
    {
        var last = seen.Max(happened => happened.Sequence);
        return silo.EventsUntilAsync(
            training, happened => happened is { Kind: TrainingEventKind.Phase, Phase: TrainingPhase.Running } && happened.Sequence > last);
    }

    /// <summary>Those that the service keeps.</summary>
    public static IReadOnlyList<TrainingEvent> Kept(this IEnumerable<TrainingEvent> events) =>
        [.. events.Where(happened => happened.Kind != TrainingEventKind.Progress).Select(happened => happened with { Samples = null })]; // lists equal themselves alone

    /// <summary>Asserts that training went on from the last acknowledged checkpoint, once.</summary>
    /// <returns>That checkpoint.</returns>
    public static CheckpointSummary AssertResumedFromLastCheckpoint(this IReadOnlyList<TrainingEvent> events)
    {
        var resumed = Assert.Single(events, happened => happened.Kind == TrainingEventKind.Resumed);
        var checkpoint = events.Last(happened => happened.Checkpoint is not null && happened.Sequence < resumed.Sequence).Checkpoint!;
        Assert.Equal($"goes on from checkpoint {checkpoint.Name}", resumed.Message);
        return checkpoint;
    }
}
