using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Trainer.Pipes;

/// <summary>Standard input after the job: commands, and the end that says that the training node is gone.</summary>
internal sealed class ParentWatch
{
    private volatile bool _stopRequested;
    private volatile bool _over;

    private ParentWatch()
    {
    }

    /// <summary>True once the training node has asked for it.</summary>
    public bool StopRequested => _stopRequested;

    /// <summary>Reads on a thread of its own. When input ends, the process ends at once, also in the middle of a native call.</summary>
    public static ParentWatch Start(StreamReader input)
    {
        var watch = new ParentWatch();
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
            if (JsonSerializer.Deserialize<WorkerCommand>(line, ContractJson.Options) == WorkerCommand.Stop) _stopRequested = true;
        }
        catch (JsonException)
        {
            Console.Error.WriteLine($"Not a command: {line}");
        }
    }
}
