using System.Collections.Immutable;
using MusicGen.Contracts.Models;

namespace MusicGen.Grains.Models;

/// <summary>What a model remembers.</summary>
internal sealed record ModelState
{
    /// <summary>Oldest first; number n at index n − 1.</summary>
    public ImmutableList<ModelVersion> Versions { get; init; } = [];
}
