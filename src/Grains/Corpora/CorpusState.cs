using System.Collections.Immutable;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>What a corpus remembers.</summary>
internal sealed record CorpusState
{
    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A report for every file that was read, in the order of reading.</summary>
    public ImmutableList<FileReport> Files { get; init; } = [];

    /// <summary>Every upload; number n at index n − 1.</summary>
    public ImmutableList<Upload> Uploads { get; init; } = [];

    /// <summary>An upload on its way.</summary>
    /// <param name="Summary">How far it is.</param>
    /// <param name="Waiting">The files without a report yet.</param>
    public sealed record Upload(IngestionSummary Summary, ImmutableList<UploadedFile> Waiting);
}
