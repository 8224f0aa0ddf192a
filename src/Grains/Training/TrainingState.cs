using System.Collections.Immutable;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>What a training session remembers.</summary>
internal sealed record TrainingState
{
    /// <summary>Older events make room: a session of 10,000 epochs must not grow a state that is written at every epoch.</summary>
    private const int EventsKept = 1000;

    public string Name { get; init; } = "";

    public string Corpus { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DatasetRecipe? Recipe { get; init; }

    public string Dataset { get; init; } = "";

    public TrainingOptions Options { get; init; } = new();

    public TrainingPriority Priority { get; init; } = TrainingPriority.Normal;

    /// <summary>The pool whose queue it uses.</summary>
    public string Pool { get; init; } = PoolName.Default;

    public TrainingPhase Phase { get; init; }

    /// <summary>It is gone for everybody, and what it has in the store is being removed.</summary>
    public bool Deleted { get; init; }

    public TrainingFailure? Failure { get; init; }

    public int LeaseEpoch { get; init; }

    /// <summary>The node that holds the lease, while one does.</summary>
    public string? Node { get; init; }

    /// <summary>The node's device that the lease is for.</summary>
    public string? Device { get; init; }

    /// <summary>Workers that were lost since the last checkpoint.</summary>
    public int Deaths { get; init; }

    /// <summary>Nodes that were lost since the last checkpoint.</summary>
    public int NodeLosses { get; init; }

    /// <summary>Why its worker was asked to stop, where the session is to go on elsewhere; null where its owner asked, or nobody.</summary>
    public YieldReason? Yielding { get; init; }

    /// <summary>How often it gave its device back when asked.</summary>
    public int Preemptions { get; init; }

    /// <summary>The span of the request that created it, or let it go on last (https://www.w3.org/TR/trace-context/#traceparent-header); null where nobody traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Number of the slot that it was claimed for last.</summary>
    public long Slot { get; init; }

    public ImmutableList<EpochLosses> Losses { get; init; } = [];

    public ImmutableList<CheckpointSummary> Checkpoints { get; init; } = [];

    /// <summary>Checkpoints that a worker could not read.</summary>
    public ImmutableList<string> Damaged { get; init; } = [];

    /// <summary>What the n-gram loses.</summary>
    public NgramBaseline? Baseline { get; init; }

    public ImmutableList<TrainingSample> Samples { get; init; } = [];

    /// <summary>Steps of all passes, as the last worker told; 0: none has told yet.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Passes that were done when its owner asked for more: patience begins anew with them.</summary>
    public int PatienceFrom { get; init; }

    public ImmutableList<TrainingEvent> Events { get; init; } = [];

    public bool IsTerminal => Phase is TrainingPhase.Succeeded or TrainingPhase.Failed or TrainingPhase.Canceled;

    /// <summary>Terminal or paused: nothing happens until somebody asks.</summary>
    public bool Rests => IsTerminal || Phase == TrainingPhase.Paused;

    /// <summary>Its worker was asked to stop.</summary>
    public bool IsStopping => Phase is TrainingPhase.Pausing or TrainingPhase.Canceling;

    public bool HasWorker => IsStopping || Phase is TrainingPhase.Starting or TrainingPhase.Running;

    /// <summary>It waits for a device, and its queue must know.</summary>
    public bool Waits => Phase is TrainingPhase.Queued or TrainingPhase.Recovering;

    /// <summary>It waits for a device, has one, or gives one back and waits again: nobody has to ask.</summary>
    public bool GoesOn => Waits || Phase is TrainingPhase.Starting or TrainingPhase.Running || (Phase == TrainingPhase.Pausing && Yielding is not null);

    /// <summary>Without those that a worker could not read.</summary>
    public ImmutableList<CheckpointSummary> ReadableCheckpoints => Checkpoints.RemoveAll(checkpoint => Damaged.Contains(checkpoint.Name));

    /// <summary>The checkpoint to go on from; null: none can be.</summary>
    public CheckpointSummary? ResumeFrom => ReadableCheckpoints.LastOrDefault();

    public int LastEpoch => Losses.IsEmpty ? 0 : Losses[^1].Epoch;

    public long LastSequence => Events.IsEmpty ? 0 : Events[^1].Sequence;

    /// <summary>The state after an event.</summary>
    public TrainingState With(
        DateTimeOffset at, TrainingEventKind kind, string? message = null, EpochLosses? losses = null, CheckpointSummary? checkpoint = null, IReadOnlyList<string>? samples = null)
    {
        var events = Events.Add(new TrainingEvent(LastSequence + 1, at, kind, Phase, message, losses, checkpoint, Samples: samples));
        return this with { Events = events.Count > EventsKept ? events.RemoveAt(0) : events };
    }
}
