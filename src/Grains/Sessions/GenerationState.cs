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

    /// <summary>Number n at index n − 1; their primers lie in the store.</summary>
    public ImmutableList<TuneSummary> Tunes { get; init; } = [];

    /// <summary>Named requests.</summary>
    public ImmutableDictionary<string, KnownRequest> Requests { get; init; } = ImmutableDictionary<string, KnownRequest>.Empty;

    /// <summary>Whether it is being removed.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether tunes' files may lie where version 1 of the state had them.</summary>
    public bool FilesSideBySide { get; init; }

    /// <summary>The tunes to work on, in their order.</summary>
    public IEnumerable<TuneSummary> Unfinished => Tunes.Where(tune => !tune.Phase.HasEnded());
}
