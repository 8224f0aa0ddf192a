namespace MusicGen.Silo.Audio;

/// <summary>How a program ended by itself.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Errors">The end of its error output.</param>
internal sealed record ProcessEnd(int ExitCode, string Output, string Errors);
