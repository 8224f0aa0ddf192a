using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Music.Scores;

namespace MusicGen.Learning.Tests.Training;

/// <summary>Keeps all that a run tells, and stops it when asked to.</summary>
internal sealed class RecordingHost(Func<WorkerEvent, bool>? stopAfter = null, TrainingCheckpoint? from = null) : ITrainingHost
{
    public List<WorkerEvent> Events { get; } = [];

    public List<TrainingCheckpoint> Checkpoints { get; } = [];

    public List<(string Name, Score Score)> Samples { get; } = [];

    public TrainingCheckpoint? From { get; } = from;

    public bool StopRequested { get; private set; }

    public void Report(WorkerEvent happened)
    {
        Events.Add(happened);
        StopRequested |= stopAfter?.Invoke(happened) ?? false;
    }

    public CheckpointSummary Save(TrainingCheckpoint checkpoint)
    {
        Checkpoints.Add(checkpoint);
        return new CheckpointSummary($"{checkpoint.Step:D8}-001", checkpoint.Step, checkpoint.Epoch, null, checkpoint.Model.Length, DateTimeOffset.UnixEpoch);
    }

    public TrainingCheckpoint? Last() => Checkpoints.Count > 0 ? Checkpoints[^1] : From;

    public string Save(Score sample, int epoch, int number)
    {
        Samples.Add(($"{epoch}-{number}", sample));
        return Samples[^1].Name;
    }
}
