namespace MusicGen.Silo.Clustering;

/// <inheritdoc/>
internal sealed class ClusterHealth : IClusterHealth
{
    private volatile string? _fault;
    private volatile bool _isExpelled;

    public string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>This silo stops because it is no member any more: whoever started it should start it again.</summary>
    public bool IsExpelled
    {
        get => _isExpelled;
        set => _isExpelled = value;
    }
}
