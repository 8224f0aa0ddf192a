using MusicGen.Contracts.Datasets;

namespace MusicGen.Grains.Datasets;

/// <summary>What a dataset remembers.</summary>
internal sealed record DatasetState
{
    public DatasetRecipe? Recipe { get; init; }

    public DatasetSummary? Summary { get; init; }
}
