using System.Net;
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

    /// <summary>A living silo puts an emptied table back when it next looks, which is before it speaks for the second time.</summary>
    private const int WordsOfTheForgotten = 2;

    private const int WordsOfANamesake = 1;

    private IPEndPoint Place => new(IPAddress.Parse(options.Value.AdvertisedAddress), options.Value.SiloPort);

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
            while (!await TryEnterAsync(watch, cancellationToken)) await Task.Delay(LookInterval, clock, cancellationToken);
        }
        catch (RedisException e)
        {
            throw new StartupException($"Redis at {members.Place} does not serve: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartupException(e.Message, e); // the store's own sentence
        }
    }

    private async Task<bool> TryEnterAsync(BeaconWatch watch, CancellationToken cancellationToken)
    {
        // In this order: who speaks as a member had its row before it did.
        var seen = await beacons.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var rows = await members.ReadAsync(cancellationToken) ?? [];
        var isClear = true;
        foreach (var one in seen)
        {
            var row = rows.FirstOrDefault(member => member.SiloAddress.ToParsableString() == one.Beacon.Address);
            if (FindDoubt(one.Beacon, row) is not { } doubt) continue;
            if (watch.Look(one) is not { } words)
            {
                if (row is null && one.Beacon.Silo != options.Value.Name) await beacons.DeleteAsync(one.Beacon.Silo, one.ETag, cancellationToken);
                continue;
            }
            if (words >= doubt.Words) throw new StartupException(doubt.Refusal);
            isClear = false;
        }
        return isClear && await own.TryClaimAsync(seen.Find(one => one.Beacon.Silo == options.Value.Name), cancellationToken);
    }

    /// <summary>Why this silo may not join if that one lives, and what is proof of it; null: it may in any case.</summary>
    private (string Refusal, int Words)? FindDoubt(Beacon beacon, MembershipEntry? row)
    {
        var isNamesake = beacon.Silo == options.Value.Name;
        // Where this silo can listen, no other one lives.
        if (isNamesake && beacon.Address is { } address && SiloAddress.FromParsableString(address).Endpoint.Equals(Place)) return null;
        if (isNamesake && row is not { Status: SiloStatus.Dead } && (row is not null || beacon.Address is null))
        {
            return ($"A silo named '{beacon.Silo}' lives in the cluster '{options.Value.ClusterId}' already{(row is null ? "" : $" (at {row.SiloAddress.Endpoint})")}: "
                + $"stop it, or give this one a name of its own with {ClusterOptions.Section}:{nameof(ClusterOptions.SiloName)}.", WordsOfANamesake);
        }
        return row is null && beacon.Address is not null
            ? ($"The cluster '{options.Value.ClusterId}' lives (silo '{beacon.Silo}' has just said so in the store), but Redis at {members.Place} does not know it: it is another Redis, or it was emptied. "
                + $"A silo that joined now would begin a second cluster on the same store. Give this one the others' {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}; "
                + "if they use this one and their logs do not say that they have put the members back, stop them all, and start them again.", WordsOfTheForgotten)
            : null;
    }

    /// <summary>Finds out whether this silo could listen, before the rest of it starts.</summary>
    private void RequirePlace()
    {
        try
        {
            using var listener = new TcpListener(Place);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new StartupException(
                $"The silo cannot listen at {Place}: {e.Message}. Set {ClusterOptions.Section}:{nameof(ClusterOptions.AdvertisedAddress)} to an address of this machine and "
                + $"{ClusterOptions.Section}:{nameof(ClusterOptions.SiloPort)} to a free port.", e);
        }
    }

    [LoggerMessage(2500, LogLevel.Warning,
        "Redis at {Place} forgets its members when it restarts: run it with 'appendonly yes'. Silos that live put them back; if none does, the next start begins anew")]
    private static partial void LogNotAppendOnly(ILogger log, string place);
}
