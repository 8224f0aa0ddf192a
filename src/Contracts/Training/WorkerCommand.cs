namespace MusicGen.Contracts.Training;

/// <summary>What a training node may tell a worker after the job, one JSON string a line.</summary>
[GenerateSerializer, Alias("musicgen.WorkerCommand")]
public enum WorkerCommand
{
    /// <summary>Write a checkpoint and exit.</summary>
    Stop,
}
