using System.Collections.Immutable;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>What a generation session remembers.</summary>
internal sealed record GenerationState
{
    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public string Model { get; init; } = "";

    public ModelVersion? Version { get; init; }

    /// <summary>Number n at index n − 1.</summary>
    public ImmutableList<TuneSummary> Tunes { get; init; } = [];

    /// <summary>Named requests, and the numbers of their tunes.</summary>
    public ImmutableDictionary<string, int> Requests { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The tune to work on next, or null.</summary>
    public TuneSummary? NextUnfinished => Tunes.FirstOrDefault(tune => tune.Phase is TunePhase.Queued or TunePhase.Running);
}
