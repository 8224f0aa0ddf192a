using System.Diagnostics;

namespace MusicGen.Deploy.Tests;

/// <summary>Programs that check what they will read one day.</summary>
internal static class Programs
{
    /// <summary>Runs a program in a folder; skips the test where there is none.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="program">Which.</param>
    /// <param name="hint">How to get it.</param>
    /// <param name="arguments">How.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string program, string hint, params string[] arguments)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(place => Path.Join(place, program)).FirstOrDefault(File.Exists);
        if (path is null) Assert.Skip($"There is no {program} on this machine: {hint}.");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
