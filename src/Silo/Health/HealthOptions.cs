namespace MusicGen.Silo.Health;

/// <summary>How this process finds out whether it is ready, and how long it says that it goes before it goes.</summary>
public sealed class HealthOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Health";

    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    /// <summary>How long the store may take to answer. Default 2 s: less than what an orchestrator waits for a probe.</summary>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer of the store counts. Default 5 s: however many probe, it is asked once in this time.</summary>
    public TimeSpan StoreInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the process still serves after it was told to stop, while <c>/readyz</c> says no. Default 0; behind a load balancer the time that this needs to notice.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.Zero;

    /// <summary>Every fault of these settings; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (StoreTimeout <= TimeSpan.Zero || StoreTimeout > LongestProbe) yield return $"{Section}:{nameof(StoreTimeout)} must be above 0 and at most {LongestProbe}.";
        if (StoreInterval < TimeSpan.Zero || StoreInterval > LongestProbe) yield return $"{Section}:{nameof(StoreInterval)} must be 0 to {LongestProbe}.";
        if (StopGrace < TimeSpan.Zero || StopGrace > LongestGrace) yield return $"{Section}:{nameof(StopGrace)} must be 0 to {LongestGrace}.";
    }
}
