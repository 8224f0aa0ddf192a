using System.Net.Sockets;
using Microsoft.Extensions.Options;
using MusicGen.Silo.Hosting;
using StackExchange.Redis;

namespace MusicGen.Silo.Clustering;

/// <summary>What must hold before this silo may join: Redis can be reached and is the one that the others use, and nobody else has this silo's name.</summary>
internal sealed partial class ClusterEntrance(
    RedisMembers members, BeaconStore beacons, OwnBeacon own, IOptions<ClusterOptions> options, TimeProvider clock, ILogger<ClusterEntrance> log)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly EntranceRules _rules = new(options.Value, members.Place, LoopbackNetwork.Id);

    /// <summary>Takes the silo's name, after as much watching as it needs.</summary>
    /// <exception cref="StartupException">It may not join, or the store or Redis do not serve.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        RequirePlace();
        await members.ConnectAsync();
        try
        {
            if (await members.IsAppendOnlyAsync() == false) LogNotAppendOnly(log, members.Place);
            var watch = new BeaconWatch(clock);
            await UntilAsync(async () => await LookAsync(watch, cancellationToken) is (true, var predecessor) && await own.TryClaimAsync(predecessor, cancellationToken), cancellationToken);
            try
            {
                // Whoever came at the same time has by now claimed a name as well, or sees this one's claim.
                await UntilAsync(
                    async () =>
                    {
                        await own.KeepClaimAsync(cancellationToken);
                        return (await LookAsync(watch, cancellationToken)).IsClear;
                    },
                    cancellationToken);
            }
            catch
            {
                await own.RemoveAsync(CancellationToken.None);
                throw;
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new StartupException($"Redis at {members.Place} does not serve: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartupException(e.Message, e); // the store's own sentence
        }
    }

    /// <summary>Looks at all beacons, and at the table after them: who speaks as a member had its row before it did.</summary>
    /// <returns>Whether nobody who may live keeps this silo from joining, and the beacon of its name that somebody else has left.</returns>
    /// <exception cref="StartupException">Somebody lives who does.</exception>
    private async Task<(bool IsClear, SeenBeacon? Predecessor)> LookAsync(BeaconWatch watch, CancellationToken cancellationToken)
    {
        var others = await beacons.ListAsync(cancellationToken).Where(one => !own.IsOwn(one.Beacon)).ToListAsync(cancellationToken);
        var rows = await members.ReadAsync(cancellationToken) ?? [];
        var isClear = true;
        foreach (var one in others)
        {
            var row = rows.FirstOrDefault(member => member.SiloAddress.Equals(one.Beacon.FindMember()));
            if (row is { Status: SiloStatus.Dead } && one.Beacon.Silo != options.Value.Name)
            {
                await beacons.DeleteAsync(one.Beacon.Silo, one.ETag, cancellationToken); // nobody else would
                continue;
            }
            if (_rules.FindDoubt(one.Beacon, row) is not { } doubt) continue;
            if (watch.Look(one) is not { } words)
            {
                if (row is null && one.Beacon.Silo != options.Value.Name) await beacons.DeleteAsync(one.Beacon.Silo, one.ETag, cancellationToken);
                continue;
            }
            if (words >= doubt.Words) throw new StartupException(doubt.Refusal);
            isClear = false;
        }
        return (isClear, others.Find(one => one.Beacon.Silo == options.Value.Name));
    }

    private async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        while (!await holds()) await Task.Delay(LookInterval, clock, cancellationToken);
    }

    /// <summary>Finds out whether this silo could listen, before the rest of it starts.</summary>
    private void RequirePlace()
    {
        try
        {
            using var listener = new TcpListener(_rules.Place);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new StartupException(
                $"The silo cannot listen at {_rules.Place}: {e.Message}. Set {ClusterOptions.Section}:{nameof(ClusterOptions.AdvertisedAddress)} to an address of this machine and "
                + $"{ClusterOptions.Section}:{nameof(ClusterOptions.SiloPort)} to a free port.", e);
        }
    }

    [LoggerMessage(2500, LogLevel.Warning,
        "Redis at {Place} forgets its members when it restarts: run it with 'appendonly yes'. Silos that live put them back; if none does, the next start begins anew")]
    private static partial void LogNotAppendOnly(ILogger log, string place);
}
