using System.Collections.Immutable;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>What a corpus remembers: totals and the uploads on their way. Reports lie in pages, so its size does not grow with the files.</summary>
internal sealed record CorpusState
{
    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public IntakeSettings Intake { get; init; } = new();

    /// <summary>Files that have their report.</summary>
    public OutcomeCounts Files { get; init; } = new();

    public CorpusTally Tally { get; init; } = new();

    /// <summary>How many uploads there were.</summary>
    public int Uploads { get; init; }

    /// <summary>Its owner has deleted it: for callers it is gone, and what lies in the store is being removed.</summary>
    public bool Deleted { get; init; }

    /// <summary>Uploads that have not ended, in the order of their numbers; the first one is being read.</summary>
    public ImmutableList<OpenUpload> Open { get; init; } = [];
}
