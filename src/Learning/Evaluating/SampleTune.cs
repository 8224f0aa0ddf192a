using MusicGen.Music.Scores;

namespace MusicGen.Learning.Evaluating;

/// <summary>A tune that was composed to hear what a network has learnt.</summary>
/// <param name="Ids">Its words in the network's vocabulary.</param>
/// <param name="Score">What they tell.</param>
internal sealed record SampleTune(int[] Ids, Score Score);
