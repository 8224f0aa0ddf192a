using System.Runtime.InteropServices;

namespace MusicGen.Trainer;

/// <summary>Calls of the operating system that .NET does not have. Source: POSIX.1-2017, dup, signal and _exit.</summary>
internal static partial class NativeProcess
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const nint IgnoreIt = 1; // SIG_IGN of Linux

    /// <summary>Another number for an open file; negative: an error.</summary>
    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    public static partial int Duplicate(int file);

    /// <summary>Makes <paramref name="number"/> stand for the same open file as <paramref name="file"/>; negative: an error.</summary>
    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Redirect(int file, int number);

    /// <summary>From now on the signal does nothing.</summary>
    /// <remarks>
    /// A terminal's Ctrl-C and a service manager's stop reach the worker as well as its training node, and the node is the one that says when to write
    /// a checkpoint and stop. No handler of .NET's is used: one that interrupted Torch was seen to leave a corrupted heap.
    /// </remarks>
    public static void Ignore(int signal) => _ = SetHandler(signal, IgnoreIt);

    /// <summary>Ends the process at once, whatever its threads are doing: no finalizer, no exit handler, no waiting for native code.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetHandler(int signal, nint handler);
}
