using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Health;

/// <summary>The time between the first word of a stop and the end of connections: load balancers notice in it that no more requests should come.</summary>
internal sealed class StopGrace : IReadinessCheck, IHostedLifecycleService, IDisposable
{
    private readonly IOptions<HealthOptions> _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _told;
    private volatile bool _stops;

    public StopGrace(IHostApplicationLifetime lifetime, IOptions<HealthOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        // A signal tells the lifetime first, a call of the host's tells this service first.
        _told = lifetime.ApplicationStopping.Register(() => _stops = true);
    }

    public string Name => "stopping";

    /// <summary>Canceled when the grace is over: streams end now.</summary>
    public CancellationToken Over => _over.Token;

    public ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_stops ? "The service is stopping." : null);

    /// <summary>Comes before any other service is told to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stops = true;
        await Task.Delay(_options.Value.StopGrace, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _over.CancelAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _told.Dispose();
        _over.Dispose();
    }
}
