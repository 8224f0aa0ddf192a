using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>Signals to processes. Source: POSIX.1-2017, kill and signal.h; the numbers are Linux's.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private const int NoSuchProcess = 3;

    /// <param name="process">A process id; negative: a process group.</param>
    /// <param name="signal">One of the numbers above.</param>
    /// <returns>False when there is no such process.</returns>
    public static bool Send(int process, int signal)
    {
        if (SendSignal(process, signal) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
