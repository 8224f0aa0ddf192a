using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>One piece of the starter corpus.</summary>
/// <param name="FileName">Distinct within the corpus, ends in <c>.mid</c>.</param>
/// <param name="Score">The piece.</param>
public sealed record StarterPiece(string FileName, Score Score);
