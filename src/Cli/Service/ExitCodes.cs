namespace MusicGen.Cli.Service;

/// <summary>What a script learns from the command.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Right call, but the service refuses it now, or the work failed.</summary>
    public const int Refused = 1;

    /// <summary>The caller has something to correct: options, ids, files, the service's address.</summary>
    public const int WrongCall = 2;

    /// <summary>Ctrl-C: 128 and the signal's number, as in shells.</summary>
    public const int Interrupted = 130;
}
