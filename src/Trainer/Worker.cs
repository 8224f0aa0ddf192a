using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Storage.Local;
using MusicGen.Trainer.Blobs;
using MusicGen.Trainer.Pipes;

namespace MusicGen.Trainer;

/// <summary>Does the job: data in, training, checkpoints out, everything told.</summary>
internal sealed class Worker(WorkerJob job, EventPipe events, ParentWatch parent, TimeProvider clock) : ITrainingHost
{
    private CheckpointBlobs? _checkpoints;

    public bool StopRequested => parent.StopRequested;

    /// <summary>Trains to the end, or until stopped.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run()
    {
        try
        {
            var store = OpenStore();
            var dataset = DatasetBlobs.Load(store, job.Dataset);
            _checkpoints = new CheckpointBlobs(store, job, dataset.Vocabulary, clock);
            using var training = new TrainingRun(dataset, job.Options, job.Threads, this, clock, _checkpoints.Load());
            training.Run();
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The store's fault, not the training's: it goes on from its last checkpoint when the store is back.
            Console.Error.WriteLine($"The store failed: {e.Message}");
            return ExitCode.StoreFailed;
        }
        catch (Exception e)
        {
            // The edge of the process: whatever went wrong is told to the node, and all of it to whoever reads the log.
            Console.Error.WriteLine($"Session {job.Session}: {e}");
            Report(new WorkerEvent(WorkerEventKind.Failed, Failure: Failures.Of(e)));
            return ExitCode.Failed;
        }
    }

    public void Report(WorkerEvent happened)
    {
        if (happened.Kind is WorkerEventKind.Completed or WorkerEventKind.Stopped or WorkerEventKind.Failed) parent.End();
        events.Write(happened);
    }

    public CheckpointSummary Save(TrainingCheckpoint checkpoint) => _checkpoints!.Save(checkpoint);

    private LocalBlobStore OpenStore() => new LocalBlobStore(job.StoreFolder, clock);
}
