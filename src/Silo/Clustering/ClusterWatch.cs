using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MusicGen.Silo.Clustering;

/// <summary>Says every few seconds that this silo lives, and sees to it that Redis still knows it.</summary>
/// <remarks>
/// Starts before the silo and stops after it. A table that is gone as a whole is put back, as it last was: the members have not changed because Redis
/// forgot them, and without their rows no death could be told and no silo could come. A table without this silo is another cluster's; then this silo stops,
/// since nobody there would notice its death nor it theirs. What it has acknowledged lies in the store, and whoever starts it again has it join.
/// </remarks>
internal sealed partial class ClusterWatch(
    RedisMembers members, OwnBeacon own, ClusterHealth health, ILocalSiloDetails silo, IClusterMembershipService membership, IOptions<ClusterOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ClusterWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>For giving the name back; a name that was not falls free with the silence.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5);

    private HashEntry[] _copy = [];
    private bool _isUnwell;

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
            var isWell = await TryAsync(SpeakAsync, stoppingToken) & await TryAsync(LookAtTableAsync, stoppingToken);
            if (isWell && _isUnwell) LogWellAgain(log);
            _isUnwell = !isWell;
        }
        while (!health.IsExpelled && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var address = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) is SiloStatus.Joining or SiloStatus.Active ? silo.SiloAddress.ToParsableString() : null;
        if (await own.TryRefreshAsync(address, cancellationToken)) return;
        Leave($"Another silo has taken the name '{options.Value.Name}' while this one was silent, so this one stops.");
    }

    private async Task LookAtTableAsync(CancellationToken cancellationToken)
    {
        if (health.IsExpelled || membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) != SiloStatus.Active) return;
        var copy = await members.CopyAsync();
        var rows = await members.ReadAsync(cancellationToken);
        if (rows is null)
        {
            await PutBackAsync();
        }
        else if (rows.Any(row => row.SiloAddress.Equals(silo.SiloAddress)))
        {
            (_copy, health.Fault) = (copy, null);
        }
        else if (membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) == SiloStatus.Active)
        {
            Leave($"Redis at {members.Place} has members of the cluster '{options.Value.ClusterId}', but not this silo: it was emptied and begun anew, or an old copy was put into it. This silo stops, so that it can join again.");
        }
    }

    private async Task PutBackAsync()
    {
        health.Fault = $"Redis at {members.Place} has lost the members of the cluster '{options.Value.ClusterId}': until they are put back, no silo can join and none that dies is noticed.";
        LogTableGone(log, members.Place, options.Value.ClusterId);
        if (_copy.Length > 0 && await members.RestoreAsync(_copy)) LogPutBack(log, _copy.Length - 1); // one entry is the table's version
    }

    private void Leave(string reason)
    {
        (health.Fault, health.IsExpelled) = (reason, true);
        LogLeaving(log, reason);
        lifetime.StopApplication();
    }

    /// <returns>False when it could not be done this time; said once, until everything works again.</returns>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isUnwell) LogUnwell(log, e);
            return false;
        }
    }

    [LoggerMessage(2501, LogLevel.Error, "Redis at {Place} has lost the members of the cluster {Cluster}: was it emptied, or does it run without 'appendonly yes'?")]
    private static partial void LogTableGone(ILogger log, string place, string cluster);

    [LoggerMessage(2502, LogLevel.Warning, "put {Members} members back into Redis, as they last were: the cluster goes on")]
    private static partial void LogPutBack(ILogger log, int members);

    [LoggerMessage(2503, LogLevel.Critical, "{Reason}")]
    private static partial void LogLeaving(ILogger log, string reason);

    [LoggerMessage(2504, LogLevel.Warning, "the cluster's store or Redis cannot be used: this silo works on, but no silo can join and none that dies is noticed until it can")]
    private static partial void LogUnwell(ILogger log, Exception e);

    [LoggerMessage(2505, LogLevel.Information, "the cluster's store and Redis can be used again")]
    private static partial void LogWellAgain(ILogger log);
}
