namespace MusicGen.Silo.Health;

/// <summary>Whether the silo takes part in its cluster.</summary>
internal sealed class SiloReadiness(ISiloStatusOracle silos) : IReadinessCheck
{
    public string Name => "silo";

    public ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(silos.CurrentStatus == SiloStatus.Active ? null : $"The silo is {silos.CurrentStatus.ToString().ToLowerInvariant()}.");
}
