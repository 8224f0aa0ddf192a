using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Health;

/// <summary>Adds what the process knows of its own health.</summary>
internal static class HealthRegistration
{
    /// <summary>Needs a silo, a store, a clock and validated <see cref="HealthOptions"/> among the services. Call it last: what is added last is told first to stop.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().PostConfigure<IOptions<HealthOptions>>((host, health) => host.ShutdownTimeout += health.Value.StopGrace);
        return services
            .AddSingleton<StopGrace>()
            .AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<StopGrace>())
            .AddSingleton<IReadinessCheck, SiloReadiness>()
            .AddSingleton<IReadinessCheck, StoreReadiness>()
            .AddHostedService(provider => provider.GetRequiredService<StopGrace>());
    }
}
