using System.Diagnostics;
using MusicGen.Client;

namespace MusicGen.Bench.Midi;

/// <summary>A MusicGen service without workers in a temporary folder, on a free port; both go with it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;
    private readonly Task<string> _output;

    private ServiceProcess(Process process, DirectoryInfo folder, Uri address)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Client = new MusicGenClient(_http);
        // Its output is read to the end, so that a full pipe never holds it up.
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public MusicGenClient Client { get; }

    /// <summary>What it has computed so far; unlike the time that passes, other programs on the machine hardly change it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What its store holds.</summary>
    public long StoredBytes() => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static async Task<ServiceProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "Silo", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "MusicGen.Silo"));
        var folder = Directory.CreateTempSubdirectory("musicgen-bench-");
        var process = Process.Start(new ProcessStartInfo(program, ["--data", folder.FullName, "--port", "0", "--Training:Slots", "0"]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0) return new ServiceProcess(process, folder, new Uri(line[(at + Listening.Length)..].Trim()));
        }
        process.Dispose();
        folder.Delete(recursive: true);
        throw new InvalidOperationException("The service ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
