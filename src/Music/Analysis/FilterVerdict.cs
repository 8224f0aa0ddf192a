namespace MusicGen.Music.Analysis;

/// <summary>Why a piece is not let in.</summary>
/// <param name="Filter">The filter's stable name, such as <c>too-short</c>; one of <see cref="IntakeFilters.Names"/>.</param>
/// <param name="Sentence">The measured value and the threshold, for people.</param>
public sealed record FilterVerdict(string Filter, string Sentence);
