using System.Collections.Immutable;
using MusicGen.Contracts.Models;

namespace MusicGen.Grains.Models;

/// <summary>What a model remembers.</summary>
internal sealed record ModelState
{
    /// <summary>Oldest first; number n at index n − 1.</summary>
    public ImmutableList<ModelVersion> Versions { get; init; } = [];

    /// <summary>It is gone for everybody, and what it has in the store is being removed.</summary>
    public bool Deleted { get; init; }
}
