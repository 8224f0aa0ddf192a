namespace MusicGen.Contracts.Nodes;

/// <summary>Whether an operator keeps sessions away from a training node.</summary>
[GenerateSerializer, Alias("musicgen.NodeCordon")]
public enum NodeCordon
{
    /// <summary>It takes sessions.</summary>
    None,

    /// <summary>It gets no new sessions; what runs goes on.</summary>
    Cordoned,

    /// <summary>It gets no new sessions, and what runs stops at a checkpoint and goes on elsewhere.</summary>
    Draining,
}
