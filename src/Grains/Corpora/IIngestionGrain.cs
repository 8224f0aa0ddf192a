using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Unfinished;

namespace MusicGen.Grains.Corpora;

/// <summary>One upload on its way into a corpus. Key: <c>{owner}/{corpus}/{n}</c>.</summary>
/// <remarks>It has no state of its own: what is still to be read stands in the corpus, which takes the reports.</remarks>
[Alias("musicgen.IIngestionGrain")]
public interface IIngestionGrain : IUnfinishedGrain
{
    /// <summary>How far the upload is, now and after every change; ends with the upload.</summary>
    [Alias("Watch")]
    IAsyncEnumerable<IngestionSummary> Watch(CancellationToken cancellationToken = default);
}
