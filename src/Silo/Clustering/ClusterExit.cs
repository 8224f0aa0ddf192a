namespace MusicGen.Silo.Clustering;

/// <summary>The way out for a silo that is no member any more. Safe for concurrent use.</summary>
internal sealed partial class ClusterExit(ClusterHealth health, IHostApplicationLifetime lifetime, ILogger<ClusterExit> log)
{
    /// <summary>Has the process stop in order, with the exit code of one that should be started again. May be called twice.</summary>
    /// <param name="reason">A sentence for operators.</param>
    public void Leave(string reason)
    {
        health.Expulsion = reason;
        LogLeaving(log, reason);
        lifetime.StopApplication();
    }

    [LoggerMessage(2503, LogLevel.Critical, "{Reason}")]
    private static partial void LogLeaving(ILogger log, string reason);
}
