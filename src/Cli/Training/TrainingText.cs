using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>Training sessions in words.</summary>
internal static class TrainingText
{
    public static string Title(TrainingSummary training) =>
        $"Training {training.Id}{(training.Name == training.Id ? "" : $" ({training.Name})")}: "
        + $"preset {training.Options.Preset}, {training.Options.Epochs:N0} epochs, seed {training.Options.Seed}.";

    /// <summary>Losses are nats a token.</summary>
    public static string Epoch(EpochLosses losses, int epochs) =>
        $"epoch {losses.Epoch,3} of {epochs}: train {losses.Train:F4}, held-out {Loss(losses.HeldOut)}, {losses.Seconds:F1} s";

    public static string Baseline(NgramBaseline baseline) =>
        $"A {baseline.Order}-gram loses {baseline.HeldOut:F4} nats a token{(baseline.HeldOutPerNote is { } note ? $", {note:F4} a note," : "")} on the same held-out pieces.";

    /// <summary>Of a progress event, as far as it is known: speed and what is left.</summary>
    public static string Pace(TrainingEvent progress) =>
        (progress.TokensPerSecond is { } tokens ? $", {tokens:N0} tokens/s" : "") + (progress.RemainingSeconds is { } seconds ? $", {TimeSpan.FromSeconds(Math.Round(seconds)):g} left" : "");

    public static string Share(double? share) => share is { } part ? $"{part:P1}" : "none";

    public static string Loss(double? nats) => nats is { } loss ? $"{loss:F4}" : "none";

    /// <summary>The lowest held-out loss of all epochs; null before the first.</summary>
    public static double? LowestHeldOut(TrainingSummary training) => training.Losses.Min(losses => losses.HeldOut);

    public static string Phase(TrainingSummary training) => ContractJson.NameOf(training.Phase);
}
