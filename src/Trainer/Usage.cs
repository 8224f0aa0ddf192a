namespace MusicGen.Trainer;

internal static class Usage
{
    public const string Text = """
        MusicGen.Trainer: the worker process that trains one model.

        The MusicGen service starts it, one process for each training session; there is nothing to start by hand.
        With --devices it lists the devices that it can train on, as JSON, and exits.

          standard input   first line: the job, as JSON; later lines: commands, as JSON (stop: write a checkpoint and exit;
                           renew: an event was heard, so the lease holds on).
                           When it is closed, the process exits at once: its training node is gone.
          standard output  an event a line, as JSON: started, progress, epoch, checkpoint, rolledBack, stopped,
                           completed, failed.
          standard error   messages for people.

          signals          SIGINT and SIGTERM change nothing: the service gets them too and says when to stop.

          exit code        0 completed or stopped   1 failed (the last event says why)   2 no valid job   3 orphaned
                           4 the store failed   5 nobody renewed the lease

        Data and checkpoints lie in the blob store that the job names. The process may be killed at any time: a
        checkpoint counts from its event on, and training goes on from it as if nothing had happened.

        """;
}
