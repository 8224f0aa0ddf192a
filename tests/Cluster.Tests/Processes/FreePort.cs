using System.Net;
using System.Net.Sockets;

namespace MusicGen.Cluster.Tests.Processes;

/// <summary>Finds ports for processes that cannot choose their own.</summary>
internal static class FreePort
{
    /// <summary>Below those that the system gives to outgoing connections: a port of a process that is restarted must not be taken meanwhile. Source: man 7 ip, ip_local_port_range.</summary>
    private const int First = 20_000;

    private const int Count = 10_000;

    private static int _last = Environment.ProcessId % Count;

    /// <summary>A TCP port of 127.0.0.1 that nobody listened on a moment ago, and that is not found twice.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
