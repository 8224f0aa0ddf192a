using MusicGen.Contracts.Training;
using MusicGen.Music.Scores;

namespace MusicGen.Learning.Training;

/// <summary>Whoever runs a training: hears of it, keeps its checkpoints, and may stop it. Called on the training's thread.</summary>
public interface ITrainingHost
{
    /// <summary>True from the moment on when the training should write a checkpoint and end. It is looked at after each step.</summary>
    bool StopRequested { get; }

    /// <summary>Hears what happened. A pass is reported again when its end was not in a checkpoint before a crash.</summary>
    void Report(WorkerEvent happened);

    /// <summary>Makes a checkpoint durable; the training goes on when this returns.</summary>
    CheckpointSummary Save(TrainingCheckpoint checkpoint);

    /// <summary>The last checkpoint: that which was saved last, or else the one that the training began with; null where there is none.</summary>
    TrainingCheckpoint? Last();

    /// <summary>Keeps a tune that was composed after a pass. Repeating is safe.</summary>
    /// <returns>Its name.</returns>
    string Save(Score sample, int epoch, int number);
}
