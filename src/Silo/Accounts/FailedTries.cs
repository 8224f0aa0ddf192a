using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Accounts;

/// <summary>How many keys that were none came from where within the minute. Safe for concurrent use.</summary>
/// <remarks>
/// A look that goes on may turn out to be a failed try, so no more go on than an address has tries left; the others stand in the address's line, which has an end, and a look that ends gives
/// its place to the first of them. They are refused only when so many have failed.
/// Of IPv6 the first 64 bits count, since whoever has one address has the rest. Behind a proxy the address is the proxy's, unless the service believes what the
/// proxy says of it (<see cref="AccountsOptions.Proxies"/>).
/// </remarks>
internal sealed class FailedTries(IOptions<AccountsOptions> options, TimeProvider clock)
{
    /// <summary>In the line of an address; beyond, nobody waits: they are refused at once.</summary>
    public const int MostWaiting = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>When to come again where the line is full: its looks end as soon as the store answers.</summary>
    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(5);

    /// <summary>Addresses told apart within the window; beyond, the others count as one.</summary>
    private const int MostAddresses = 10_000;

    private const int NetworkBytes = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Tries> _tries = [];
    private long _since = clock.GetTimestamp();

    private int Most => options.Value.FailedTriesPerMinute;

    /// <summary>Takes one of the address's tries, when it has one: its failed ones are not used up, and so few others are on their way that they will not be.</summary>
    /// <param name="from">The address; null: it is not known.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <returns>The look that may begin; or after how long to come again.</returns>
    public async Task<(Look? Look, TimeSpan RetryAfter)> TakeAsync(IPAddress? from, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> place;
        lock (_gate)
        {
            BeginMinute();
            var tries = TriesOf(from);
            if (tries.Failed >= Most) return (null, MinuteLeft);
            if (tries.HasPlace(Most)) return (Begin(tries), TimeSpan.Zero);
            if (tries.Line.Count >= MostWaiting) return (null, LinePause);
            place = tries.Line.AddLast(new Waiter());
        }
        await using var leaving = cancellationToken.Register(() => Leave(place, cancellationToken));
        return await place.Value.Task;
    }

    private TimeSpan MinuteLeft => Window - clock.GetElapsedTime(_since);

    /// <summary>Forgets what failed in the minute before, once it is over. Who has a look on its way, and who waits, goes on in this one.</summary>
    private void BeginMinute()
    {
        if (clock.GetElapsedTime(_since) < Window) return;
        _since = clock.GetTimestamp();
        foreach (var (who, tries) in _tries)
        {
            tries.Failed = 0;
            HandOn(tries);
            if (tries.Looks == 0) _tries.Remove(who);
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

    private Look Begin(Tries tries)
    {
        tries.Looks++;
        return new Look(this, tries);
    }

    private void End(Tries tries, bool failed)
    {
        lock (_gate)
        {
            BeginMinute();
            tries.Looks--;
            if (failed) tries.Failed++;
            HandOn(tries);
        }
    }

    /// <summary>Gives the free places to the first in the line; once the tries are used up, tells all of it so.</summary>
    private void HandOn(Tries tries)
    {
        while (tries.Line.First is { Value: var first } && (tries.Failed >= Most || tries.HasPlace(Most)))
        {
            tries.Line.RemoveFirst();
            first.SetResult(tries.Failed >= Most ? (null, MinuteLeft) : (Begin(tries), TimeSpan.Zero));
        }
    }

    private void Leave(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is null) return; // it had its turn a moment before
            place.List.Remove(place);
        }
        place.Value.SetCanceled(cancellationToken);
    }

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

        /// <summary>Who waits for one of them to end, longest first.</summary>
        public LinkedList<Waiter> Line { get; } = [];

        /// <summary>Whether one more look could not be one failed try too many.</summary>
        public bool HasPlace(int most) => Failed + Looks < most;
    }

    /// <summary>One in the line. Whoever gives the answer has taken it out of the line, under the gate; what follows runs elsewhere.</summary>
    internal sealed class Waiter() : TaskCompletionSource<(Look? Look, TimeSpan RetryAfter)>(TaskCreationOptions.RunContinuationsAsynchronously);
}
