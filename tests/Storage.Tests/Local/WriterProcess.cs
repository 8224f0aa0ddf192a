using System.Diagnostics;

namespace MusicGen.Storage.Tests.Local;

/// <summary>A process of its own that writes into a store's folder; killed when disposed.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;

    public WriterProcess(string folder, string mode, string key, params string[] more) => _process = Process.Start(
        new ProcessStartInfo(Path.Join(AppContext.BaseDirectory, "MusicGen.Storage.Writer"), [folder, mode, key, .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Waits until it has begun so many parts of its contents.</summary>
    public async Task AwaitPartsAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++) Assert.Equal("part", await _process.StandardOutput.ReadLineAsync(cancellationToken));
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public async Task<int> AwaitExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: it gets no chance to tidy up.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
