namespace MusicGen.Cli.Service;

/// <summary>The command cannot go on; the message is for the person who called it.</summary>
internal sealed class CommandException(string message, int exitCode) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
