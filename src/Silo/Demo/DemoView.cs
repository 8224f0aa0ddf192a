using Spectre.Console;

namespace MusicGen.Silo.Demo;

/// <summary>Shows what the demo does, as bars on a terminal and as plain lines elsewhere.</summary>
internal abstract class DemoView
{
    public static DemoView ForThisConsole() =>
        AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true } && !Console.IsOutputRedirected ? new TerminalView(AnsiConsole.Console) : new PlainView(Console.Out);

    /// <summary>Runs a stage; it tells how far it is by the meter.</summary>
    public abstract Task<T> StageAsync<T>(string title, Func<IStageMeter, Task<T>> stage);

    /// <summary>A line of results.</summary>
    public abstract void Say(string line);
}
