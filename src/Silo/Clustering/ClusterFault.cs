namespace MusicGen.Silo.Clustering;

/// <summary>How a silo may stand wrongly with its cluster. The names, in camel case, are values of a metric's tag.</summary>
internal enum ClusterFault
{
    /// <summary>Redis or the list of beacons cannot be read.</summary>
    Unreachable,

    /// <summary>This silo's beacon cannot be written.</summary>
    Unheard,

    /// <summary>Redis has lost the members.</summary>
    TableLost,

    /// <summary>Others on the same store are members of another table.</summary>
    SecondCluster,
}
