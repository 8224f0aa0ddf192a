namespace MusicGen.Silo.Clustering;

/// <summary>Whether this silo stands with its cluster as it should. Safe for concurrent use.</summary>
internal sealed class ClusterHealth
{
    private readonly string?[] _faults = new string?[Enum.GetValues<ClusterFault>().Length];
    private volatile string? _expulsion;

    /// <summary>A sentence for operators; null: nothing of the kind is wrong, as always in the embedded profile.</summary>
    public string? this[ClusterFault fault]
    {
        get => Volatile.Read(ref _faults[(int)fault]);
        set => Volatile.Write(ref _faults[(int)fault], value);
    }

    /// <summary>Why this silo is no member any more, a sentence for operators; null: it is one, or was none yet.</summary>
    /// <remarks>No fault that a metric could tell: the process ends at once, and its last measurement would stand for one that is gone.</remarks>
    public string? Expulsion
    {
        get => _expulsion;
        set => _expulsion = value;
    }

    /// <summary>This silo stops because it is no member any more: whoever started it should start it again.</summary>
    public bool IsExpelled => Expulsion is not null;
}
