using System.Diagnostics;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Demo;

/// <summary>A silo in a process of its own, of this same program.</summary>
internal sealed class DemoSilo : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    /// <summary>Longer than a worker's last checkpoint takes.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private DemoSilo(Process process, Uri address, bool isWeb)
    {
        (_process, Address, IsWeb) = (process, address, isWeb);
        // Read to the end, so that a full pipe never holds it up.
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public Uri Address { get; }

    public bool IsWeb { get; }

    /// <exception cref="DemoException">It ended instead.</exception>
    public static async Task<DemoSilo> StartAsync(string name, string role, DirectoryInfo data, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                .. Host(),
                "--data", data.FullName, "--port", "0",
                $"--{ClusterOptions.Section}:{nameof(ClusterOptions.SiloName)}", name, $"--{ClusterOptions.Section}:{nameof(ClusterOptions.Roles)}", role,
                $"--{ClusterOptions.Section}:{nameof(ClusterOptions.SiloPort)}", "0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Passwords are not for command lines, which everybody on the machine can read.
        foreach (var (setting, value) in settings) start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var at = line.IndexOf(Listening, StringComparison.Ordinal);
                if (at < 0) continue;
                var address = new Uri(line[(at + Listening.Length)..].Trim());
                return new DemoSilo(process, address, role == "web");
            }
            throw new DemoException($"The silo {name} did not start. {(await errors).Trim()}");
        }
        catch
        {
            await KillAsync(process);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Lets it stop in order; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var terminate = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"])) await terminate.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(StopPatience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) await KillAsync(_process);
        _process.Dispose();
    }

    /// <summary>With its workers, which would write on in its folder.</summary>
    private static async Task KillAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>What the process's program needs to be told first: nothing, or, where it is dotnet itself, what to run.</summary>
    private static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
