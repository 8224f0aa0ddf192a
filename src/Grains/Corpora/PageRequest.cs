using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>What the next page of a corpus is made from.</summary>
/// <param name="Prefix">The corpus's folder.</param>
/// <param name="Upload">The upload that is being read.</param>
/// <param name="First">Number of the page's first report.</param>
/// <param name="Intake">What the corpus lets in.</param>
/// <param name="Files">All files of the upload.</param>
/// <param name="Index">All files before; gets the page's.</param>
/// <param name="ReportOf">The report of a number below <paramref name="First"/>.</param>
internal sealed record PageRequest(
    string Prefix, OpenUpload Upload, int First, IntakeSettings Intake, IReadOnlyList<WaitingFile> Files, CorpusIndex Index, Func<int, Task<FileReport>> ReportOf);
