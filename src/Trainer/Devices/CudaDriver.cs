using System.Runtime.InteropServices;
using System.Text;

namespace MusicGen.Trainer.Devices;

/// <summary>NVIDIA's driver, which tells of its devices what Torch's binding does not: name and memory.</summary>
/// <remarks>Source: https://docs.nvidia.com/cuda/cuda-driver-api/, "Device Management". Every call returns 0 when it succeeded.</remarks>
internal static partial class CudaDriver
{
    private const string Library = "libcuda.so.1";
    private const int NameBytes = 256;

    /// <summary>Number, name and memory in bytes of each device that this process may use and that tells them; none where there is no driver.</summary>
    public static IReadOnlyList<(int Ordinal, string Name, long MemoryBytes)> Devices()
    {
        if (!NativeLibrary.TryLoad(Library, out _) || Initialize(0) != 0 || CountDevices(out var count) != 0) return [];
        return [.. Enumerable.Range(0, count).Select(Describe).OfType<(int, string, long)>()];
    }

    private static (int Ordinal, string Name, long MemoryBytes)? Describe(int ordinal)
    {
        var name = new byte[NameBytes];
        if (GetDevice(out var device, ordinal) != 0 || GetName(name, name.Length, device) != 0 || GetMemory(out var bytes, device) != 0) return null;
        return (ordinal, Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, Array.IndexOf(name, (byte)0)))), (long)bytes);
    }

    [LibraryImport(Library, EntryPoint = "cuInit")]
    private static partial int Initialize(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetCount")]
    private static partial int CountDevices(out int count);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    private static partial int GetDevice(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    private static partial int GetName([Out] byte[] name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int GetMemory(out nuint bytes, int device);
}
