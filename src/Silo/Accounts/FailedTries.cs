using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Accounts;

/// <summary>How many keys that were none came from where within the minute. Safe for concurrent use.</summary>
/// <remarks>
/// Of IPv6 the first 64 bits count, since whoever has one address has the rest. Behind a proxy the address is the proxy's, unless the service believes what the
/// proxy says of it (<see cref="AccountsOptions.Proxies"/>).
/// </remarks>
internal sealed class FailedTries(IOptions<AccountsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Addresses told apart within the window; beyond, the others count as one.</summary>
    private const int MostAddresses = 10_000;

    private const int NetworkBytes = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _tries = [];
    private long _since = clock.GetTimestamp();

    /// <summary>Takes one of the address's tries.</summary>
    /// <returns>Null: it had one; otherwise the time until it has again.</returns>
    public TimeSpan? Take(IPAddress? from)
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_since) >= Window)
            {
                _tries.Clear();
                _since = clock.GetTimestamp();
            }
            var who = CountedAs(from);
            var used = _tries.GetValueOrDefault(who);
            if (used >= options.Value.FailedTriesPerMinute) return Window - clock.GetElapsedTime(_since);
            _tries[who] = used + 1;
            return null;
        }
    }

    /// <summary>The try was a good key, or came to nothing.</summary>
    public void GiveBack(IPAddress? from)
    {
        lock (_gate)
        {
            var who = CountedAs(from);
            if (_tries.GetValueOrDefault(who) is var used and > 0) _tries[who] = used - 1;
        }
    }

    private IPAddress CountedAs(IPAddress? from)
    {
        var who = from switch
        {
            null => IPAddress.None,
            { IsIPv4MappedToIPv6: true } => from.MapToIPv4(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => new IPAddress([.. from.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]]),
            _ => from,
        };
        return _tries.Count < MostAddresses || _tries.ContainsKey(who) ? who : IPAddress.None;
    }
}
