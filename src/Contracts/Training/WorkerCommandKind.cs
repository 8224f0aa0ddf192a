namespace MusicGen.Contracts.Training;

/// <summary>What a training node may tell a worker after the job.</summary>
[GenerateSerializer, Alias("musicgen.WorkerCommandKind")]
public enum WorkerCommandKind
{
    /// <summary>Write a checkpoint and exit.</summary>
    Stop,

    /// <summary>The session has heard an event: the lease holds anew from the moment in which that was said.</summary>
    Renew,
}
