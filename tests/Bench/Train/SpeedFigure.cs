namespace MusicGen.Bench.Train;

/// <summary>How fast a preset trains in one precision.</summary>
/// <param name="Preset">Its name.</param>
/// <param name="Precision">What it computes with.</param>
/// <param name="TokensPerSecond">Median of the rounds.</param>
/// <param name="Spread">(Fastest − slowest) / median.</param>
/// <param name="MicrosecondsPerToken">The cost of a token.</param>
/// <param name="GemmShare">Its arithmetic a second against that of a large matrix product in the same precision, measured between the rounds.</param>
/// <param name="TimesFp32">Against the same preset in single precision.</param>
/// <param name="TimesPeer">Against PyTorch in single precision, measured between the rounds; null where there is none.</param>
internal sealed record SpeedFigure(
    string Preset, string Precision, double TokensPerSecond, double Spread, double MicrosecondsPerToken, double GemmShare, double TimesFp32, double? TimesPeer);
