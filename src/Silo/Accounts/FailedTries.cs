using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Accounts;

/// <summary>How many keys that were none came from where within the minute. Safe for concurrent use.</summary>
/// <remarks>
/// A look that goes on may turn out to be a failed try, so no more go on than an address has tries left; the others wait for one of them to end, and are refused only when so many have failed.
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
    private readonly Dictionary<IPAddress, Tries> _tries = [];
    private long _since = clock.GetTimestamp();

    /// <summary>Takes one of the address's tries, when it has one: its failed ones are not used up, and so few others are on their way that they will not be.</summary>
    /// <returns>The look that may begin; or the time until the address has tries again.</returns>
    public async Task<(Look? Look, TimeSpan RetryAfter)> TakeAsync(IPAddress? from)
    {
        while (true)
        {
            Task aLookEnds;
            lock (_gate)
            {
                if (clock.GetElapsedTime(_since) >= Window)
                {
                    // Those that wait for looks of the minute before are woken by them, and find themselves in this one.
                    _tries.Clear();
                    _since = clock.GetTimestamp();
                }
                var tries = TriesOf(from);
                if (tries.Failed >= options.Value.FailedTriesPerMinute) return (null, Window - clock.GetElapsedTime(_since));
                if (tries.Failed + tries.Looks < options.Value.FailedTriesPerMinute)
                {
                    tries.Looks++;
                    return (new Look(this, tries), TimeSpan.Zero);
                }
                aLookEnds = tries.ALookEnds.Task;
            }
            await aLookEnds;
        }
    }

    private Tries TriesOf(IPAddress? from)
    {
        var who = from switch
        {
            null => IPAddress.None,
            { IsIPv4MappedToIPv6: true } => from.MapToIPv4(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => new IPAddress([.. from.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]]),
            _ => from,
        };
        if (_tries.Count >= MostAddresses && !_tries.ContainsKey(who)) who = IPAddress.None;
        if (!_tries.TryGetValue(who, out var tries)) _tries.Add(who, tries = new Tries());
        return tries;
    }

    private void End(Tries tries, bool failed)
    {
        TaskCompletionSource aLookEnded;
        lock (_gate)
        {
            tries.Looks--;
            if (failed) tries.Failed++;
            (aLookEnded, tries.ALookEnds) = (tries.ALookEnds, NewSignal());
        }
        aLookEnded.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A look whether a key is good. Disposed, it has ended, and costs a try only if it was said to have failed.</summary>
    internal sealed class Look(FailedTries all, Tries tries) : IDisposable
    {
        /// <summary>Whether the key was none.</summary>
        public bool HasFailed { get; set; }

        public void Dispose() => all.End(tries, HasFailed);
    }

    /// <summary>Of one address.</summary>
    internal sealed class Tries
    {
        public int Failed { get; set; }

        /// <summary>On their way.</summary>
        public int Looks { get; set; }

        public TaskCompletionSource ALookEnds { get; set; } = NewSignal();
    }
}
