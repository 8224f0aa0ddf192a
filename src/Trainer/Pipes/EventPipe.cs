using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Trainer.Pipes;

/// <summary>Standard output, for events alone: one JSON object a line, written at once.</summary>
internal sealed class EventPipe : IDisposable
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(0.5);

    private readonly FileStream _output;
    private readonly TimeProvider _clock;
    private long? _lastProgress;
    private long _said;

    private EventPipe(FileStream output, TimeProvider clock) => (_output, _clock) = (output, clock);

    /// <summary>Takes standard output over. Whatever else writes to it from now on, native libraries included, writes to standard error.</summary>
    public static EventPipe TakeStandardOutput(TimeProvider clock)
    {
        var own = NativeProcess.Duplicate(NativeProcess.StandardOutput);
        if (own < 0 || NativeProcess.Redirect(NativeProcess.StandardError, NativeProcess.StandardOutput) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new EventPipe(new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0), clock);
    }

    /// <summary>Writes an event; of progress, about two a second.</summary>
    /// <param name="happened">What to say; it gets its number here.</param>
    /// <param name="lease">Remembers when it was said.</param>
    /// <param name="atOnce">Progress, too.</param>
    public void Write(WorkerEvent happened, Lease lease, bool atOnce = false)
    {
        if (happened.Kind == WorkerEventKind.Progress && !atOnce)
        {
            if (_lastProgress is { } last && _clock.GetElapsedTime(last) < BetweenProgress) return;
            _lastProgress = _clock.GetTimestamp();
        }
        happened = happened with { Number = ++_said };
        lease.Say(happened.Number);
        try
        {
            _output.Write([.. JsonSerializer.SerializeToUtf8Bytes(happened, ContractJson.Options), (byte)'\n']);
        }
        catch (IOException)
        {
            NativeProcess.ExitNow(ExitCode.Orphaned);
        }
    }

    public void Dispose() => _output.Dispose();
}
