using System.Net;
using System.Net.Sockets;

namespace MusicGen.Silo.Hosting;

/// <summary>Finds ports, so that services can run side by side.</summary>
internal static class FreePort
{
    /// <summary>Finds out whether a service could listen, before the rest of it starts.</summary>
    /// <param name="address">Of this machine.</param>
    /// <param name="port">Of that address; 0: any, which there always is.</param>
    /// <param name="setting">What chooses another one.</param>
    /// <exception cref="StartupException">It could not.</exception>
    public static void Require(IPAddress address, int port, string setting)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new StartupException($"The service cannot listen at http://{new IPEndPoint(address, port)}: {e.Message}. Choose another port with {setting}.", e);
        }
    }

    /// <summary>A TCP port of 127.0.0.1 that nobody listened on a moment ago.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
