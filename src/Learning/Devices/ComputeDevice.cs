using MusicGen.Contracts.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MusicGen.Learning.Devices;

/// <summary>Where a training computes.</summary>
internal static class ComputeDevice
{
    private const string ProcessorFlags = "/proc/cpuinfo";

    // AMX has bfloat16 tiles of its own. Source: https://www.kernel.org/doc/html/latest/arch/x86/cpuinfo.html
    private static readonly string[] Bf16Flags = ["avx512_bf16", "amx_bf16"];

    /// <summary>The device of that name: <c>cpu</c>, or <c>cuda:0</c> and so on.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Device Open(string name)
    {
        var device = torch.device(name);
        InitializeDeviceType(device.type);
        return device;
    }

    /// <summary>What <see cref="ArithmeticPrecision.Auto"/> stands for here: bfloat16 where it was measured to be faster, which is on processors that multiply with it.</summary>
    /// <remarks>Single precision on a GPU is what Torch makes of it: cuDNN's LSTM may use TF32, with 10 bits of mantissa.</remarks>
    public static ArithmeticPrecision Resolve(ArithmeticPrecision asked, Device device)
    {
        if (asked != ArithmeticPrecision.Auto) return asked;
        return device.type == DeviceType.CPU && ProcessorHasBf16() ? ArithmeticPrecision.Bf16 : ArithmeticPrecision.Fp32;
    }

    public static ScalarType NumberTypeOf(ArithmeticPrecision precision) => precision == ArithmeticPrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    private static bool ProcessorHasBf16()
    {
        if (!File.Exists(ProcessorFlags)) return false;
        var flags = File.ReadLines(ProcessorFlags).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
        return flags.Split(' ').Intersect(Bf16Flags, StringComparer.Ordinal).Any();
    }
}
