using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Grains.Corpora;

namespace MusicGen.Silo.Corpora;

/// <summary>How many uploads are taken at once: of all owners, and of each, so that nobody's slow ones keep out everybody's. Safe for concurrent use.</summary>
internal sealed class UploadTurns(IOptions<UploadOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Beyond, nobody waits: they are refused at once.</summary>
    private const int MostWaiting = 1_000;

    /// <summary>Short, since nobody waits here for long: those who come again are the line.</summary>
    private const int RetryAfterSeconds = 2;

    private readonly ConcurrencyLimiter _all = new(At(options.Value.AtOnce));

    private readonly PartitionedRateLimiter<string> _owners = PartitionedRateLimiter.Create<string, string>(
        owner => RateLimitPartition.GetConcurrencyLimiter(owner, _ => At(options.Value.AtOncePerOwner ?? options.Value.AtOnce)));

    /// <summary>Waits for a turn, a short while.</summary>
    /// <returns>The turn: it lasts until it is disposed.</returns>
    /// <exception cref="UploadRefusedException">All are taken; the request's body was not looked at.</exception>
    public async Task<IDisposable> TakeAsync(string owner, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.Wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        // The owner's first: who waits for one of the service's then has one of the own, so nobody fills that line alone.
        var own = await WithinAsync(_owners.AcquireAsync(owner, 1, either.Token), cancellationToken) ?? throw TooMany();
        try
        {
            return new Turn(own, await WithinAsync(_all.AcquireAsync(1, either.Token), cancellationToken) ?? throw Busy());
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _owners.Dispose();
        _all.Dispose();
    }

    private static ConcurrencyLimiterOptions At(int once) => new() { PermitLimit = once, QueueLimit = MostWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    /// <summary>Null: there was none in time.</summary>
    private static async Task<RateLimitLease?> WithinAsync(ValueTask<RateLimitLease> waiting, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await waiting;
            if (lease.IsAcquired) return lease;
            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private UploadRefusedException TooMany() => new(new Problem(
        ProblemKind.TooMany, "too-many-uploads", $"The service takes {options.Value.AtOncePerOwner} uploads of an owner at once, and as many of yours are on their way: send this one when one of them has ended.",
        RetryAfterSeconds: RetryAfterSeconds));

    private UploadRefusedException Busy() => new(new Problem(
        ProblemKind.Busy, "uploads-busy", $"The service takes {options.Value.AtOnce} uploads at once, and as many are on their way: try again.", RetryAfterSeconds: RetryAfterSeconds));

    private sealed class Turn(RateLimitLease own, RateLimitLease ofAll) : IDisposable
    {
        public void Dispose()
        {
            ofAll.Dispose();
            own.Dispose();
        }
    }
}
