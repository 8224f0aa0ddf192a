using MusicGen.Contracts.Training;
using MusicGen.Learning.Evaluating;

namespace MusicGen.Learning.Training;

/// <summary>What was found out after a pass.</summary>
/// <param name="HeldOut">Null where nothing is held out.</param>
/// <param name="Baseline">Likewise.</param>
/// <param name="Samples">Names of the tunes that were composed.</param>
/// <param name="CopyRate">Of these tunes; null where there are none.</param>
internal sealed record PassResult(HeldOutLoss? HeldOut, NgramBaseline? Baseline, IReadOnlyList<string> Samples, double? CopyRate);
