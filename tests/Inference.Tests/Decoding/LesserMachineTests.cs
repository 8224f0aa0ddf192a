using System.Diagnostics;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>Runs <see cref="GoldenTests"/> in processes whose runtime does without instructions that this machine has.</summary>
public sealed class LesserMachineTests
{
    // Source: clrconfignames.h of dotnet/runtime; since .NET 10 one variable stands for all of AVX-512.
    internal const string WithoutAvx512 = "DOTNET_EnableAVX512";
    internal const string WithoutAvx2 = "DOTNET_EnableAVX2";
    internal const string WithoutAny = "DOTNET_EnableHWIntrinsic";

    [Theory]
    [InlineData(WithoutAvx512)]
    [InlineData(WithoutAvx2)]
    [InlineData(WithoutAny)]
    public async Task GoldenTests_OnAMachineWithLess_Hold(string variable)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(GoldenTests).Assembly.Location, "--filter-class", typeof(GoldenTests).FullName!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await errors);
    }
}
