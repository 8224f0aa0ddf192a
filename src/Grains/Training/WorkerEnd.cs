namespace MusicGen.Grains.Training;

/// <summary>How a worker came to its end.</summary>
[GenerateSerializer, Alias("musicgen.WorkerEnd")]
public enum WorkerEnd
{
    /// <summary>By itself, or killed by somebody unknown. Or it could not be started.</summary>
    Died,

    /// <summary>Killed by its node: the queue had given it no slot, or taken that back.</summary>
    Dropped,

    /// <summary>Killed by its node, which was stopping and could wait no longer.</summary>
    NodeStopped,

    /// <summary>By itself, since nobody had heard it for the time of its lease: another worker may have the session.</summary>
    Unheard,
}
