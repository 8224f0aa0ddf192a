using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;

namespace MusicGen.Grains.Nodes;

/// <summary>The devices that this machine trains on.</summary>
internal static class NodeDevices
{
    public const string Cpu = "cpu";

    private const string CudaDriver = "libcuda.so.1";

    /// <summary>Libtorch and the driver are loaded, which takes seconds on a machine with many GPUs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Found once, at the start; none on a machine that does not train.</summary>
    /// <exception cref="InvalidOperationException">There is a GPU driver, and the worker could not tell what it can use.</exception>
    public static async Task<IReadOnlyList<DeviceReport>> FindAsync(TrainingNodeOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.Slots == 0) return [];
        var gpus = options.SlotsPerGpu > 0 && NativeLibrary.TryLoad(CudaDriver, out _) ? await FindGpusAsync(options, clock, cancellationToken) : [];
        var slots = options.Slots ?? (gpus.Count > 0 ? 0 : 1);
        return slots == 0 ? gpus : [.. gpus, new DeviceReport(Cpu, DeviceKind.Cpu, $"{Environment.ProcessorCount} CPU cores", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, slots)];
    }

    /// <summary>What the worker's Torch can use: the silo has none.</summary>
    private static async Task<IReadOnlyList<DeviceReport>> FindGpusAsync(TrainingNodeOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var worker = Process.Start(new ProcessStartInfo(WorkerExecutable.Find(options)!, "--devices") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (worker.StandardOutput.ReadToEndAsync(cancellationToken), worker.StandardError.ReadToEndAsync(cancellationToken));
            await worker.WaitForExitAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            return Parse(await output, options.SlotsPerGpu) ?? throw new InvalidOperationException($"The worker did not say which GPUs it can use: {(await errors).Trim()}");
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
        }
    }

    /// <summary>The GPUs among the devices that a worker lists, each with so many slots; null when it is no list.</summary>
    public static IReadOnlyList<DeviceReport>? Parse(string devices, int slots)
    {
        try
        {
            return JsonSerializer.Deserialize<DeviceReport[]>(devices, ContractJson.Options) is { } all ? [.. all.Where(device => device.Kind == DeviceKind.Cuda).Select(device => device with { Slots = slots })] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
