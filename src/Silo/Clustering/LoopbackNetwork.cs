namespace MusicGen.Silo.Clustering;

/// <summary>Tells apart where 127.0.0.1 is not the same place: machines, and containers with a network of their own.</summary>
internal static class LoopbackNetwork
{
    /// <summary>One for each start of a kernel, and the same in all of its containers: https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html#random</summary>
    private const string Kernel = "/proc/sys/kernel/random/boot_id";

    /// <summary>A link to the number of the network that this process is in, one of its kernel's: https://man7.org/linux/man-pages/man7/namespaces.7.html</summary>
    private const string Namespace = "/proc/self/ns/net";

    /// <summary>The same for all processes that reach each other at 127.0.0.1, and another one for each that does not. Where the system does not say, the machine's name must do.</summary>
    public static string Id { get; } = $"{Try(() => File.ReadAllText(Kernel).Trim())}/{Try(() => new FileInfo(Namespace).LinkTarget)}";

    private static string Try(Func<string?> read)
    {
        try
        {
            return read() ?? Environment.MachineName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
