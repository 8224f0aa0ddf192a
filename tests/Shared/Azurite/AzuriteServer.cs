using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MusicGen.Tests.Azurite;

/// <summary>Azurite, the emulator of Azure Blob Storage, as a process of its own with a folder of its own, at a free port of 127.0.0.1.</summary>
/// <remarks>
/// It starts with the first call of <see cref="StartAsync"/>, so that an assembly whose tests do not need it does not wait for it, and ends with this object, or with the process that has it,
/// however that ends. Safe for concurrent use.
/// </remarks>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    // Published by Microsoft for emulators: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Whoever holds its standard input open is alive: a process that is killed lets go of it. The server may be stopped then, so its end must come from elsewhere.
    private const string Guarded = "\"$@\" < /dev/null & server=$!; echo \"process $server\"; cat > /dev/null; kill -KILL $server";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("musicgen-azurite-").FullName;
    private readonly Lock _gate = new();
    private Task? _start;
    private Process? _guard;
    private int _process;

    /// <summary>What must be installed for it, as a sentence; null: nothing.</summary>
    public static string? Missing { get; } = File.Exists(Program) ? null : "Azurite is not installed: run ./test.sh once, or npm ci --ignore-scripts --prefix tests/Shared/Azurite.";

    /// <summary>The port of its blob service; 0 before the start.</summary>
    public int Port { get; private set; }

    /// <summary>With the emulator's well-known key; through <paramref name="port"/>, which may be that of a proxy.</summary>
    public static string ConnectionStringAt(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{port}/{Account};";

    private static string Program => Path.Join(FolderOfThisFile(), "node_modules", "azurite", "dist", "src", "blob", "main.js");

    /// <summary>Starts it unless it runs; skips the test where it is not installed.</summary>
    /// <returns>The account's connection string.</returns>
    public async Task<string> StartAsync()
    {
        if (Missing is { } missing) Assert.Skip(missing);
        lock (_gate) _start ??= LaunchAsync();
        await _start;
        return ConnectionStringAt(Port);
    }

    /// <summary>SIGSTOP: connections stay open and nothing is answered.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>SIGCONT: everything that was sent meanwhile is answered.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>Ends it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_guard is { } guard)
        {
            guard.StandardInput.Close();
            await guard.WaitForExitAsync();
            guard.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        _guard = Process.Start(new ProcessStartInfo(
            "/bin/sh",
            ["-c", Guarded, "sh", "node", Program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", _folder, "--silent", "--disableTelemetry"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var patience = new CancellationTokenSource(StartPatience);
        while (Port == 0)
        {
            var line = await _guard.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("Azurite has ended instead of starting.");
            if (ProcessLine().Match(line) is { Success: true } process) _process = int.Parse(process.Groups[1].Value);
            if (ListeningLine().Match(line) is { Success: true } listening) Port = int.Parse(listening.Groups[1].Value);
        }
        // Read to the end, so that a full pipe never holds it up.
        _ = _guard.StandardOutput.ReadToEndAsync();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static string FolderOfThisFile([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    [GeneratedRegex(@"^process (\d+)$")]
    private static partial Regex ProcessLine();

    [GeneratedRegex(@"successfully listens on http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListeningLine();
}
