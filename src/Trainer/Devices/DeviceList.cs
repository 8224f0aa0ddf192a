using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using TorchSharp;

namespace MusicGen.Trainer.Devices;

/// <summary>The devices that a worker can train on here.</summary>
internal static class DeviceList
{
    /// <summary>The GPUs, where both the driver and Torch know them; then the processor. How many slots each has, its node decides.</summary>
    public static IReadOnlyList<DeviceReport> Find()
    {
        var cuda = CudaDriver.Devices();
        if (cuda.Count > 0 && !torch.cuda.is_available()) cuda = [];
        return
        [
            .. cuda.Select(device => new DeviceReport($"cuda:{device.Ordinal}", DeviceKind.Cuda, device.Name, device.MemoryBytes, Slots: 1)),
            new DeviceReport("cpu", DeviceKind.Cpu, ProcessorName(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Slots: 1),
        ];
    }

    /// <summary>As one line of JSON.</summary>
    public static string ToJson() => JsonSerializer.Serialize(Find(), ContractJson.Options);

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? $"{Environment.ProcessorCount} cores";
    }
}
