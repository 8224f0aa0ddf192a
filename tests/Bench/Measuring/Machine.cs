using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MusicGen.Bench.Measuring;

/// <summary>Where the figures were measured.</summary>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, double LoadAtStart)
{
    public static Machine This { get; } = new(
        Line("/proc/cpuinfo", "model name") ?? "unknown", Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]) : 0);

    /// <summary>Keeps this process, and those it starts from now on, on one core. Does nothing where the system has no such thing.</summary>
    public static void KeepToOneCore()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return;
        using var self = Process.GetCurrentProcess();
        // The last one that this process may use: the first serves interrupts.
        self.ProcessorAffinity = (nint)(1UL << BitOperations.Log2((ulong)self.ProcessorAffinity));
    }

    private static string? Line(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1].Trim()
        : null;
}
