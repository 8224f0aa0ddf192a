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

    public TrainingPhase Phase { get; init; }

    public TrainingFailure? Failure { get; init; }

    public int LeaseEpoch { get; init; }

    /// <summary>The node that holds the lease, while one does.</summary>
    public string? Node { get; init; }

    /// <summary>Workers that died since the last checkpoint.</summary>
    public int Deaths { get; init; }

    public ImmutableList<EpochLosses> Losses { get; init; } = [];

    public ImmutableList<CheckpointSummary> Checkpoints { get; init; } = [];

    public ImmutableList<TrainingEvent> Events { get; init; } = [];

    public bool IsTerminal => Phase is TrainingPhase.Succeeded or TrainingPhase.Failed or TrainingPhase.Canceled;

    /// <summary>Terminal or paused: nothing happens until somebody asks.</summary>
    public bool Rests => IsTerminal || Phase == TrainingPhase.Paused;

    public bool HasWorker => Phase is TrainingPhase.Starting or TrainingPhase.Running or TrainingPhase.Pausing or TrainingPhase.Canceling;

    public long LastSequence => Events.IsEmpty ? 0 : Events[^1].Sequence;

    /// <summary>The state after an event.</summary>
    public TrainingState With(DateTimeOffset at, TrainingEventKind kind, string? message = null, EpochLosses? losses = null, CheckpointSummary? checkpoint = null)
    {
        var events = Events.Add(new TrainingEvent(LastSequence + 1, at, kind, Phase, message, losses, checkpoint));
        return this with { Events = events.Count > EventsKept ? events.RemoveAt(0) : events };
    }
}
