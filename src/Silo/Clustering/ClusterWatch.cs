using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MusicGen.Silo.Clustering;

/// <summary>Sees to it every few seconds that Redis still knows this silo, and that nobody else works on its store whom Redis does not know.</summary>
/// <remarks>
/// Starts before the silo and stops after it. A table that is gone as a whole is put back, as it last was: the members have not changed because Redis
/// forgot them, and without their rows no death could be told and no silo could come. A table without this silo is another cluster's; then this silo stops,
/// since nobody there would notice its death nor it theirs. What it has acknowledged lies in the store, and whoever starts it again has it join.
/// </remarks>
internal sealed partial class ClusterWatch(
    RedisMembers members, Strangers strangers, ClusterHealth health, ClusterExit exit, ILocalSiloDetails silo, IClusterMembershipService membership, IOptions<ClusterOptions> options,
    TimeProvider clock, ILogger<ClusterWatch> log) : BackgroundService
{
    /// <summary>No rarer than the others speak: then a silo that starts need not wait long until it knows that an emptied table is not put back.</summary>
    private static readonly TimeSpan Interval = BeaconKeeper.Interval;

    /// <summary>For hearing the others, however long requests to the store may take otherwise.</summary>
    private static readonly TimeSpan ListenPatience = TimeSpan.FromSeconds(5);

    private const int MostNames = 5;

    private HashEntry[] _copy = [];
    private bool _isUnwell;

    private string Cluster => options.Value.ClusterId;

    private bool IsActive => membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress) == SiloStatus.Active;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ClusterMeter.Watch(health);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        ClusterMeter.Forget(health);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (IsActive) await LookAsync(stoppingToken);
        }
        while (!health.IsExpelled && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var isWell = await TryAsync(ListenAsync, cancellationToken) & await TryAsync(LookAtTableAsync, cancellationToken);
        if (isWell && _isUnwell) LogWellAgain(log);
        _isUnwell = !isWell;
        health[ClusterFault.Unreachable] = isWell ? null : "The cluster's store or Redis cannot be used: no silo can join and none that dies is noticed until it can.";
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ListenPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await strangers.ListenAsync(either.Token);
    }

    private async Task LookAtTableAsync(CancellationToken cancellationToken)
    {
        if (health.IsExpelled || !IsActive) return; // by now
        var copy = await members.CopyAsync();
        var rows = await members.ReadAsync(cancellationToken);
        if (rows is null)
        {
            await PutBackAsync();
        }
        else if (rows.Any(row => row.SiloAddress.Equals(silo.SiloAddress)))
        {
            // Another silo may have put the table back since it was copied.
            if (copy.Length > 0) _copy = copy;
            health[ClusterFault.TableLost] = null;
            Tell(strangers.Find(rows));
        }
        else if (IsActive)
        {
            exit.Leave($"Redis at {members.Place} has members of the cluster '{Cluster}', but not this silo: it was emptied and begun anew, or an old copy was put into it. This silo stops, so that it can join again.");
        }
    }

    private async Task PutBackAsync()
    {
        if (health[ClusterFault.TableLost] is null) LogTableGone(log, members.Place, Cluster);
        health[ClusterFault.TableLost] = $"Redis at {members.Place} has lost the members of the cluster '{Cluster}': until they are put back, no silo can join and none that dies is noticed.";
        if (_copy.Length > 0 && await members.RestoreAsync(_copy)) LogPutBack(log, _copy.Length - 1); // one entry is the table's version
    }

    private void Tell(SecondCluster? second)
    {
        if (second is null)
        {
            if (health[ClusterFault.SecondCluster] is not null) LogAloneAgain(log, Cluster);
            health[ClusterFault.SecondCluster] = null;
            return;
        }
        var names = string.Join(", ", second.Silos.Take(MostNames)) + (second.Silos.Count > MostNames ? $" and {second.Silos.Count - MostNames} more" : "");
        var fault = $"Others live on the store of the cluster '{Cluster}' ({names}) whom Redis at {members.Place} does not know: two clusters work on one store and hinder each other. ";
        if (second.GivesWay)
        {
            exit.Leave($"{fault}The other one is older and no smaller, so this silo stops: give it the others' {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}.");
            return;
        }
        fault += $"Stop the silos with the wrong {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}, and start them again with the right one.";
        if (health[ClusterFault.SecondCluster] is null) LogSecondCluster(log, fault);
        health[ClusterFault.SecondCluster] = fault;
    }

    /// <returns>False when it could not be done this time; said once, until everything works again.</returns>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
            return true;
        }
        catch (Exception e)
        {
            // What fails in a stop, where connections close, fails for that.
            if (!_isUnwell && !cancellationToken.IsCancellationRequested) LogUnwell(log, e);
            return false;
        }
    }

    [LoggerMessage(2501, LogLevel.Error, "Redis at {Place} has lost the members of the cluster {Cluster}: was it emptied, or does it run without 'appendonly yes'?")]
    private static partial void LogTableGone(ILogger log, string place, string cluster);

    [LoggerMessage(2502, LogLevel.Warning, "put {Members} members back into Redis, as they last were: the cluster goes on")]
    private static partial void LogPutBack(ILogger log, int members);

    [LoggerMessage(2504, LogLevel.Warning, "the cluster's store or Redis cannot be used: this silo works on, but no silo can join and none that dies is noticed until it can")]
    private static partial void LogUnwell(ILogger log, Exception e);

    [LoggerMessage(2505, LogLevel.Information, "the cluster's store and Redis can be used again")]
    private static partial void LogWellAgain(ILogger log);

    [LoggerMessage(2508, LogLevel.Error, "{Reason}")]
    private static partial void LogSecondCluster(ILogger log, string reason);

    [LoggerMessage(2509, LogLevel.Information, "nobody else lives on the store of the cluster {Cluster} any more")]
    private static partial void LogAloneAgain(ILogger log, string cluster);
}
