using MusicGen.Contracts.Training;
using MusicGen.Learning.Devices;
using TorchSharp;

namespace MusicGen.Learning.Tests.Devices;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData(ArithmeticPrecision.Fp32)]
    [InlineData(ArithmeticPrecision.Bf16)]
    public void Resolve_WhatWasAskedFor_IsThat(ArithmeticPrecision asked) => Assert.Equal(asked, ComputeDevice.Resolve(asked, torch.CPU));

    [Fact]
    public void Resolve_AutoOnAProcessor_IsBf16WhereThatMultipliesWithIt()
    {
        var multiplies = File.ReadAllText("/proc/cpuinfo").Split('\n').First(line => line.StartsWith("flags", StringComparison.Ordinal)) is var flags && (flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"));

        Assert.Equal(multiplies ? ArithmeticPrecision.Bf16 : ArithmeticPrecision.Fp32, ComputeDevice.Resolve(ArithmeticPrecision.Auto, torch.CPU));
    }

    [Fact]
    public void Resolve_AutoOnAGpu_IsSinglePrecision() => Assert.Equal(ArithmeticPrecision.Fp32, ComputeDevice.Resolve(ArithmeticPrecision.Auto, new torch.Device(DeviceType.CUDA, 0)));
}
