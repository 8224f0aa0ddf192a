namespace MusicGen.Silo.Clustering;

/// <summary>Says every few seconds in the store that this silo lives, until it leaves.</summary>
/// <remarks>
/// Starts before the silo and stops after it. It waits for nothing but the store, and for that only so long: who cannot be heard for the time of <see cref="BeaconWatch.Silence"/>
/// is taken for dead by a silo that starts, and its name may be taken.
/// </remarks>
internal sealed partial class BeaconKeeper(
    OwnBeacon own, ClusterHealth health, ClusterExit exit, ILocalSiloDetails silo, IClusterMembershipService membership, TimeProvider clock, ILogger<BeaconKeeper> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>For one word, however long requests to the store may take otherwise. What hangs is given up and said anew at once: often it was the connection.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For giving the name back; a name that was not falls free with the silence.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5);

    private bool _isUnheard;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await own.RemoveAsync(CancellationToken.None).WaitAsync(FarewellPatience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await TrySpeakAsync(stoppingToken);
        }
        while (!health.IsExpelled && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TrySpeakAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var isMember = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) is SiloStatus.Joining or SiloStatus.Active;
            if (!await own.TryRefreshAsync(isMember ? silo.SiloAddress.ToParsableString() : null, either.Token))
                exit.Leave($"Another silo has taken the name '{silo.Name}' while this one was silent, so this one stops.");
            if (_isUnheard) LogHeardAgain(log);
            (_isUnheard, health[ClusterFault.Unheard]) = (false, null);
        }
        catch (Exception e)
        {
            if (cancellationToken.IsCancellationRequested) return;
            if (!_isUnheard) LogUnheard(log, e);
            (_isUnheard, health[ClusterFault.Unheard]) = (true, "This silo cannot say in the store that it lives: one that starts may take it for dead.");
        }
    }

    [LoggerMessage(2506, LogLevel.Warning, "this silo could not say in the store that it lives; it goes on trying")]
    private static partial void LogUnheard(ILogger log, Exception e);

    [LoggerMessage(2507, LogLevel.Information, "this silo can say in the store again that it lives")]
    private static partial void LogHeardAgain(ILogger log);
}
