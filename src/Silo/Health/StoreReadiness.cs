using Microsoft.Extensions.Options;
using MusicGen.Storage;

namespace MusicGen.Silo.Health;

/// <summary>Whether the store answers: it is asked for a blob that is not there, once for all who probe in a while.</summary>
internal sealed class StoreReadiness(IBlobStore blobs, IOptions<HealthOptions> options, TimeProvider clock) : IReadinessCheck
{
    /// <summary>Nobody writes it; that it is not there is an answer.</summary>
    private const string Key = "health/probe";

    private readonly Lock _gate = new();
    private Task? _asked;
    private long _askedAt;

    public string Name => "store";

    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Ask().WaitAsync(options.Value.StoreTimeout, clock, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"The store has not answered for {options.Value.StoreTimeout.TotalSeconds:0.#} s.";
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return "The store cannot be read.";
        }
    }

    /// <summary>One question at a time: a store that hangs is not asked again by every probe.</summary>
    private Task Ask()
    {
        lock (_gate)
        {
            if (_asked is { IsCompleted: false } || (_asked is not null && clock.GetElapsedTime(_askedAt) < options.Value.StoreInterval)) return _asked;
            _askedAt = clock.GetTimestamp();
            // A local folder answers on the caller's thread, and may take long.
            return _asked = Task.Run(() => blobs.FindAsync(Key));
        }
    }
}
