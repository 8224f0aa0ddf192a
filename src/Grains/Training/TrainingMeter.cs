using System.Diagnostics.Metrics;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Training;

/// <summary>What an operator hears of training sessions.</summary>
internal static class TrainingMeter
{
    private static readonly Counter<long> PhaseChanges = Instrumentation.Meter.CreateCounter<long>(
        "musicgen.training.phase.changes", "{change}", "Training sessions that entered a phase.");

    private static readonly Counter<long> Losses = Instrumentation.Meter.CreateCounter<long>(
        "musicgen.training.worker.losses", "{loss}", "Workers that died or were not heard any more, and nodes that were lost with theirs.");

    public static void Enter(TrainingPhase phase) => PhaseChanges.Add(1, new KeyValuePair<string, object?>("musicgen.training.phase", ContractJson.NameOf(phase)));

    public static void Lose(FailureCode what) => Losses.Add(1, new KeyValuePair<string, object?>(Instrumentation.ErrorType, ContractJson.NameOf(what)));
}
