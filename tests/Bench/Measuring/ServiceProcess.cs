using System.Diagnostics;
using MusicGen.Client;
using MusicGen.Storage.Local;

namespace MusicGen.Bench.Measuring;

/// <summary>A MusicGen service as a process of its own, on a free port. Process and folder go with it, unless the folder was the caller's.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const string Unfinished = "unfinished/";

    private readonly DirectoryInfo _folder;
    private readonly bool _isTemporary;
    private Running? _running;

    /// <summary>The settings of a service that trains nothing.</summary>
    public static IReadOnlyList<string> WithoutWorkers { get; } = ["--Training:Slots", "0"];

    private ServiceProcess(DirectoryInfo? folder) => (_folder, _isTemporary) = (folder ?? Directory.CreateTempSubdirectory("musicgen-bench-"), folder is null);

    public Uri Address => Now.Http.BaseAddress!;

    public MusicGenClient Client => Now.Client;

    /// <summary>What it has computed since it started; unlike the time that passes, other programs on the machine hardly change it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Now.Process.Refresh();
            return Now.Process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it has now.</summary>
    public long MemoryBytes
    {
        get
        {
            Now.Process.Refresh();
            return Now.Process.WorkingSet64;
        }
    }

    /// <summary>Open files, sockets and the like.</summary>
    public int Handles
    {
        get
        {
            Now.Process.Refresh();
            return Now.Process.HandleCount;
        }
    }

    public int Threads
    {
        get
        {
            Now.Process.Refresh();
            return Now.Process.Threads.Count;
        }
    }

    private Running Now => _running ?? throw new InvalidOperationException("The service does not run.");

    /// <param name="settings">As <c>--Section:Key</c> and value, one after the other.</param>
    /// <param name="folder">Its data; null: a temporary one.</param>
    /// <param name="cancellationToken">Gives up waiting for the start.</param>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static async Task<ServiceProcess> StartAsync(IReadOnlyList<string> settings, DirectoryInfo? folder, CancellationToken cancellationToken)
    {
        var service = new ServiceProcess(folder);
        try
        {
            await service.RestartAsync(settings, cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process and starts another one over the same data, which has nothing to go on with.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public async Task RestartAsync(IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        await EndAsync();
        var store = new LocalBlobStore(_folder.FullName);
        await foreach (var mark in store.ListAsync(Unfinished, cancellationToken: cancellationToken)) await store.DeleteAsync(mark.Key, cancellationToken: cancellationToken);
        var program = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "Silo", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "MusicGen.Silo"));
        var process = Process.Start(new ProcessStartInfo(program, ["--data", _folder.FullName, "--port", "0", .. settings]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is not (var at and >= 0)) continue;
            _running = new Running(process, new Uri(line[(at + Listening.Length)..].Trim()));
            return;
        }
        process.Dispose();
        throw new InvalidOperationException("The service ended before it listened.");
    }

    /// <summary>What its store holds.</summary>
    public long StoredBytes() => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>A blob of its store.</summary>
    /// <exception cref="InvalidOperationException">There is none of that key.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string key, CancellationToken cancellationToken) =>
        (await new LocalBlobStore(_folder.FullName).GetAsync(key, cancellationToken) ?? throw new InvalidOperationException($"{key} is not in the service's store.")).Content;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (_isTemporary) _folder.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        if (_running is { } running) await running.DisposeAsync();
        _running = null;
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly Task<string> _output;

        public Running(Process process, Uri address)
        {
            Process = process;
            Http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
            Client = new MusicGenClient(Http);
            // Its output is read to the end, so that a full pipe never holds it up.
            _output = process.StandardOutput.ReadToEndAsync();
        }

        public Process Process { get; }

        public HttpClient Http { get; }

        public MusicGenClient Client { get; }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            Process.Kill(entireProcessTree: true); // its worker with it
            await Process.WaitForExitAsync();
            await _output;
            Process.Dispose();
        }
    }
}
