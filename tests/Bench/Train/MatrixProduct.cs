using System.Diagnostics;
using MusicGen.Bench.Measuring;
using MusicGen.Contracts.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MusicGen.Bench.Train;

/// <summary>The machine's limit: what one large matrix product reaches, from the same library, on the same threads.</summary>
internal static class MatrixProduct
{
    private const int Size = 2048;
    private const int Products = 7;
    private const double Operations = 2.0 * Size * Size * Size;

    public static double OperationsPerSecond(ArithmeticPrecision precision, TrainBenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        set_num_threads(setting.Threads);
        var device = torch.device(setting.Device);
        InitializeDeviceType(device.type);
        var type = precision == ArithmeticPrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var (left, right) = (randn(Size, Size, device: device).to(type), randn(Size, Size, device: device).to(type));
        var seconds = new List<double>();
        for (var product = 0; product < Products; product++)
        {
            using var one = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            left.mm(right);
            if (device.type == DeviceType.CUDA) cuda.synchronize();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return Operations / Median.Of(seconds);
    }
}
