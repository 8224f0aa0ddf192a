using System.Runtime.InteropServices;

namespace MusicGen.Client.Corpora;

/// <summary>Files that can be read to an end: neither pipes nor devices.</summary>
public static partial class RegularFile
{
    // statx(2), whose structure is the same on every architecture.
    private const int WorkingFolder = -100;
    private const uint TypeOnly = 1;
    private const int StructureBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether it is one, or a link to one. Nothing is opened: opening a pipe waits for its writer.</summary>
    /// <remarks>What cannot be asked counts as regular, because opening it tells why: a link that leads nowhere, and all files where there is no Linux.</remarks>
    public static bool Is(string path)
    {
        if (!File.Exists(path)) return false;
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> status = stackalloc byte[StructureBytes];
        status.Clear();
        return Status(WorkingFolder, path, 0, TypeOnly, ref MemoryMarshal.GetReference(status)) != 0
            || (MemoryMarshal.Read<ushort>(status[ModeOffset..]) & TypeMask) == Regular;
    }

    /// <summary>Reads it whole, but never more than a byte above the limit, whatever length the file claims.</summary>
    /// <returns>Its content; null where there is more than the limit.</returns>
    /// <exception cref="IOException">It cannot be read; so also <see cref="UnauthorizedAccessException"/>.</exception>
    internal static byte[]? Read(string path, int maxBytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new byte[Math.Clamp(file.Length, 0, maxBytes) + 1];
        var read = 0;
        while (true)
        {
            read += file.ReadAtLeast(content.AsSpan(read), content.Length - read, throwOnEndOfStream: false);
            if (read < content.Length) break;
            if (read > maxBytes) return null;
            Array.Resize(ref content, (int)Math.Min(content.Length * 2L, maxBytes + 1L));
        }
        Array.Resize(ref content, read);
        return content;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte status);
}
