using System.Diagnostics;
using MusicGen.Contracts.Training;
using TorchSharp;

namespace MusicGen.Bench.Train;

/// <summary>Memory and live tensors of a training, from its hundredth step to its last.</summary>
/// <param name="Steps">How many there were.</param>
/// <param name="FirstMegabytes">Resident memory after the hundredth step.</param>
/// <param name="LastMegabytes">After the last.</param>
/// <param name="MostMegabytes">The most between.</param>
/// <param name="FewestTensors">Live tensors: the fewest that there were after any step.</param>
/// <param name="MostTensors">And the most.</param>
internal sealed record MemoryFigure(int Steps, double FirstMegabytes, double LastMegabytes, double MostMegabytes, long FewestTensors, long MostTensors)
{
    private const int First = 100;
    private const double BytesPerMegabyte = 1e6;

    /// <param name="steps">More than 100.</param>
    /// <param name="setting">As for the speeds; a batch of 16 and the smallest network, so that steps are many.</param>
    public static MemoryFigure Measure(int steps, TrainBenchSetting setting)
    {
        var (megabytes, tensors) = (new List<double>(), new List<long>());
        using var self = Process.GetCurrentProcess();
        StepTiming.Run(Presets.Find("tiny")!, setting with { BatchSize = 16 }, Math.Max(steps, First + 1), step =>
        {
            tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            if (step < First || step % 10 != 0) return;
            self.Refresh();
            megabytes.Add(self.WorkingSet64 / BytesPerMegabyte);
        });
        return new MemoryFigure(steps, megabytes[0], megabytes[^1], megabytes.Max(), tensors.Min(), tensors.Max());
    }
}
