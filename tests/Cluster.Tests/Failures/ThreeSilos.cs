using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>Three silos behind one address. Each test leaves them as it found them.</summary>
public sealed class ThreeSilos(UnbrokenTraining unbroken, AzuriteServer azurite) : IAsyncLifetime
{
    private Balancer? _balancer;

    internal static string[] Names { get; } = ["web-1", "web-2", "web-3"];

    internal ClusterProfile Cluster { get; private set; } = null!;

    internal AzuriteServer Azurite => azurite;

    /// <summary>The address of all.</summary>
    internal Uri Address => _balancer!.Address;

    /// <summary>Whether connections to a silo that hangs or stops are cut, as at the beginning.</summary>
    internal bool CutsConnections
    {
        set => _balancer!.CutsConnections = value;
    }

    /// <summary>A model that composes.</summary>
    internal string Model => unbroken.Model;

    public async ValueTask InitializeAsync()
    {
        using var data = unbroken.Copy();
        Cluster = await ClusterProfile.StartAsync(azurite, data, Names);
        _balancer = new Balancer(() => [.. Names.Select(name => Cluster[name].Address)]);
        await _balancer.UntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_balancer is not null) await _balancer.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>Waits until all three take part and are ready again.</summary>
    internal async Task WholeAsync()
    {
        await Cluster.UntilMembersAreAsync(Names);
        await _balancer!.UntilReadyAsync();
    }
}
