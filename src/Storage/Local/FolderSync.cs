using System.Runtime.InteropServices;

namespace MusicGen.Storage.Local;

/// <summary>Makes a folder's entries durable: a rename or deletion survives a power loss only after an fsync of the folder.</summary>
/// <remarks>Does nothing where there is no libc of Linux: elsewhere the file system decides when entries are durable.</remarks>
internal static partial class FolderSync
{
    // Linux, x64: asm-generic/fcntl.h and asm-generic/errno-base.h. Folders of some network file systems refuse fsync with EINVAL.
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const int NoSuchEntry = 2;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void Flush(string folder)
    {
        if (!TryFlush(folder)) throw new DirectoryNotFoundException($"{folder} is gone.");
    }

    /// <summary>False when there is no such folder.</summary>
    public static bool TryFlush(string folder)
    {
        if (!OperatingSystem.IsLinux()) return Directory.Exists(folder);

        var descriptor = Open(folder, ReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() == NoSuchEntry ? false : throw Failure(folder);
        }
        try
        {
            while (Sync(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == InvalidArgument) break;
                if (error != Interrupted) throw Failure(folder);
            }
            return true;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) =>
        new($"{folder} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
