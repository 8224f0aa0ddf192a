namespace MusicGen.Grains;

/// <summary>What a silo does for its cluster.</summary>
[Flags]
public enum SiloRoles
{
    /// <summary>Nothing, which no silo has.</summary>
    None = 0,

    /// <summary>HTTP, all grains but the training node's, composing.</summary>
    Web = 1,

    /// <summary>Training: the worker processes of this machine's devices, and the grain that speaks for them.</summary>
    Train = 2,

    /// <summary>Both, as in the embedded profile.</summary>
    All = Web | Train,
}
