using System.Diagnostics;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>One run of the built program, with all that it says; when disposed, it and the processes it started are killed.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly HashSet<SeenProcess> _children = [];

    private ProgramRun(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <param name="temporary">The folder for its temporary files; null: the system's.</param>
    /// <param name="arguments">Its command line.</param>
    public static ProgramRun Start(string? temporary, params string[] arguments) => Start(BuiltProgram.Silo, temporary, arguments);

    /// <summary>Starts it as the leader of a process group of its own, as a shell does with a command line.</summary>
    public static ProgramRun StartGroup(string? temporary, params string[] arguments) =>
        // A background job of a script inherits that Ctrl-C is ignored.
        Start("setsid", temporary, ["env", "--default-signal=INT", BuiltProgram.Silo, .. arguments]);

    /// <param name="program">Path of the program, or its name where the system finds it.</param>
    /// <param name="temporary">The folder for its temporary files; null: the system's.</param>
    /// <param name="arguments">Its command line.</param>
    public static ProgramRun Start(string program, string? temporary, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (temporary is not null) start.Environment["TMPDIR"] = temporary;
        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramResult> RunAsync(string? temporary, params string[] arguments)
    {
        await using var run = Start(temporary, arguments);
        return await run.EndAsync(Patience.Token);
    }

    /// <summary>The processes that it has started and that live.</summary>
    public IReadOnlyList<SeenProcess> Children()
    {
        var children = SeenProcess.ChildrenOf(Id);
        _children.UnionWith(children.Select(child => child with { State = ' ' }));
        return children;
    }

    /// <summary>The next line of its standard output; null: there is none any more.</summary>
    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync(Patience.Token);

    public void Signal(int signal) => Signals.Send(Id, signal);

    /// <summary>To the program and all that it has started, as Ctrl-C in a terminal does.</summary>
    public void SignalGroup(int signal) => Signals.Send(-Id, signal);

    /// <summary>Waits for its end.</summary>
    public async Task<ProgramResult> EndAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return new ProgramResult(_process.ExitCode, output, await _errors.WaitAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Children();
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        foreach (var child in _children) child.Kill();
        _process.Dispose();
    }
}
