using System.Globalization;
using MusicGen.Contracts.Training;

namespace MusicGen.Silo.Training;

/// <summary>Losses as comma-separated values, with a line of names.</summary>
internal static class MetricsCsv
{
    public static string Of(IReadOnlyList<EpochLosses> epochs) => Table(
        "epoch,step,train_nats,held_out_nats,held_out_nats_per_note,perplexity,top_1,copy_rate,learning_rate,seconds",
        epochs.Select(row => Line($"{row.Epoch},{row.Step},{row.Train:R},{row.HeldOut:R},{row.HeldOutPerNote:R},{row.Perplexity:R},{row.TopOne:R},{row.CopyRate:R},{row.LearningRate:R},{row.Seconds:F3}")));

    public static string Of(IReadOnlyList<StepMetric> steps) => Table(
        "step,epoch,train_nats,learning_rate,gradient_norm,tokens_per_second",
        steps.Select(row => Line($"{row.Step},{row.Epoch:R},{row.Train:R},{row.LearningRate:R},{row.GradientNorm:R},{row.TokensPerSecond:F1}")));

    private static string Table(string names, IEnumerable<string> lines) => string.Concat(lines.Prepend($"{names}\n"));

    private static string Line(FormattableString values) => values.ToString(CultureInfo.InvariantCulture) + "\n";
}
