using MusicGen.Bench.Measuring;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;

namespace MusicGen.Bench.Train;

/// <summary>Measures a preset: its steps, the machine's limit and the peer take turns, so that all of them meet the same neighbours.</summary>
internal static class SpeedFigures
{
    private const int ForwardAndBackward = 3; // a forward pass, and for each of its products two in the backward pass
    private const int MultiplyAndAdd = 2;

    public static IReadOnlyList<SpeedFigure> Measure(TrainingOptions preset, TrainBenchSetting setting)
    {
        ArithmeticPrecision[] precisions = [ArithmeticPrecision.Fp32, ArithmeticPrecision.Bf16];
        var operations = OperationsPerToken(new ModelShape(TrainBenchSetting.Words, preset.Embedding, preset.Hidden, preset.Layers));
        var (steps, limits, peer) = (precisions.Select(_ => new List<double>()).ToArray(), precisions.Select(_ => new List<double>()).ToArray(), new List<double>());
        for (var round = 0; round < setting.Rounds; round++)
        {
            for (var i = 0; i < precisions.Length; i++)
            {
                limits[i].Add(MatrixProduct.OperationsPerSecond(precisions[i], setting));
                steps[i].Add(StepTiming.TokensPerSecond(preset with { Precision = precisions[i] }, setting));
            }
            if (setting.Peer?.TokensPerSecond(preset, setting) is { } tokens) peer.Add(tokens);
        }
        return [.. precisions.Select((precision, i) => new SpeedFigure(
            preset.Preset, precision == ArithmeticPrecision.Bf16 ? "bf16" : "fp32", Median.Of(steps[i]), (steps[i].Max() - steps[i].Min()) / Median.Of(steps[i]), 1e6 / Median.Of(steps[i]),
            Median.Of([.. steps[i].Zip(limits[i], (tokens, limit) => tokens * operations / limit)]),
            Median.Of(steps[i]) / Median.Of(steps[0]),
            peer.Count == 0 ? null : Median.Of([.. steps[i].Zip(peer, (ours, theirs) => ours / theirs)])))];
    }

    /// <summary>Every weight but the embedding's is multiplied with once a token.</summary>
    private static double OperationsPerToken(ModelShape shape) =>
        ForwardAndBackward * MultiplyAndAdd * ParameterNames.Of(shape).Where(weights => weights.Name != ParameterNames.Embedding && weights.Shape.Length == 2).Sum(weights => (double)(weights.Shape[0] * weights.Shape[1]));
}
