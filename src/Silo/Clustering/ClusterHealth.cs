namespace MusicGen.Silo.Clustering;

/// <summary>Whether this silo stands with its cluster as it should. Safe for concurrent use.</summary>
internal sealed class ClusterHealth
{
    private volatile string? _fault;
    private volatile bool _isExpelled;

    /// <summary>A sentence for operators; null: nothing is wrong, as always in the embedded profile.</summary>
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
