using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Trainer.Pipes;

/// <summary>Standard input after the job: commands, and the end that says that the training node is gone.</summary>
internal sealed class ParentWatch
{
    private volatile bool _stopRequested;
    private volatile bool _over;

    private readonly Lease _lease;

    private ParentWatch(Lease lease) => _lease = lease;

    /// <summary>True once the training node has asked for it.</summary>
    public bool StopRequested => _stopRequested;

    /// <summary>Reads on a thread of its own. When input ends, the process ends at once, also in the middle of a native call.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="lease">Renewed as the node says.</param>
    public static ParentWatch Start(StreamReader input, Lease lease)
    {
        var watch = new ParentWatch(lease);
        new Thread(() => watch.Read(input)) { IsBackground = true, Name = "Standard input" }.Start();
        return watch;
    }

    /// <summary>From now on the end of input means nothing: the last event is about to be told, and then the node may close it.</summary>
    public void End() => _over = true;

    private void Read(StreamReader input)
    {
        try
        {
            while (input.ReadLine() is { } line) Obey(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A broken pipe is an end as well.
        }
        if (!_over) NativeProcess.ExitNow(ExitCode.Orphaned);
    }

    private void Obey(string line)
    {
        try
        {
            var command = JsonSerializer.Deserialize<WorkerCommand>(line, ContractJson.Options);
            if (command?.Kind == WorkerCommandKind.Stop) _stopRequested = true;
            else if (command is not null) _lease.Renew(command.Number);
        }
        catch (JsonException)
        {
            Console.Error.WriteLine($"Not a command: {line}");
        }
    }
}
