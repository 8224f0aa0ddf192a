namespace MusicGen.Silo.Clustering;

/// <summary>Whether this silo stands with its cluster as it should. Safe for concurrent use.</summary>
internal sealed class ClusterHealth
{
    private readonly string?[] _faults = new string?[Enum.GetValues<ClusterFault>().Length];

    /// <summary>A sentence for operators; null: nothing of the kind is wrong, as always in the embedded profile.</summary>
    public string? this[ClusterFault fault]
    {
        get => Volatile.Read(ref _faults[(int)fault]);
        set => Volatile.Write(ref _faults[(int)fault], value);
    }

    /// <summary>This silo stops because it is no member any more: whoever started it should start it again.</summary>
    public bool IsExpelled => this[ClusterFault.Expelled] is not null;
}
