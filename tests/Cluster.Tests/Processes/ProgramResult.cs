namespace MusicGen.Cluster.Tests.Processes;

/// <summary>How a run of the program ended.</summary>
/// <param name="Code">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Output">What of its standard output nobody had read before.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ProgramResult(int Code, string Output, string Errors);
