using MusicGen.Bench.Decode.Engines;

namespace MusicGen.Bench.Decode;

/// <summary>How fast one engine composes.</summary>
/// <param name="Path">The engine: of ours the precision and the vector unit.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="StepMicroseconds">From a word to the next one, for all rows of a thread: the median of the rounds.</param>
/// <param name="TokensPerSecond">Of all threads: the median of the rounds.</param>
/// <param name="BestTokensPerSecond">In the best round.</param>
/// <param name="TimesTorchSharp">Against the fastest of TorchSharp's, the median of the rounds; null where there is none.</param>
/// <param name="TimesOnnxRuntime">Against ONNX Runtime in single precision.</param>
/// <param name="TimesOnnxRuntimeEightBits">Against ONNX Runtime in 8 bits.</param>
/// <param name="MultiplyAddShare">Of what its vector unit can multiply and add; null for peers.</param>
/// <param name="ReadShare">Of the speed at which as many bytes as its weights can be read; null but for ours with one row.</param>
/// <param name="Rounds">Tokens a second of each round.</param>
internal sealed record DecodeFigure(
    string Path, EngineKind Kind, double StepMicroseconds, double TokensPerSecond, double BestTokensPerSecond,
    double? TimesTorchSharp, double? TimesOnnxRuntime, double? TimesOnnxRuntimeEightBits, double? MultiplyAddShare, double? ReadShare, IReadOnlyList<double> Rounds);
