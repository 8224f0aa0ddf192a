namespace MusicGen.Trainer;

/// <summary>What the process's exit code says to the training node.</summary>
internal static class ExitCode
{
    /// <summary>All epochs are done, or it stopped as asked. The last event says which.</summary>
    public const int Done = 0;

    /// <summary>It cannot go on. The last event is <c>failed</c> and says why.</summary>
    public const int Failed = 1;

    /// <summary>The first line of standard input is no job. Nothing was done; standard error says why.</summary>
    public const int BadJob = 2;

    /// <summary>Standard input or output was closed: whoever started the process is gone.</summary>
    public const int Orphaned = 3;

    /// <summary>The store could not be read or written. Training goes on from the last checkpoint when it can.</summary>
    public const int StoreFailed = 4;

    /// <summary>Nobody renewed the lease: another worker may have the session by now, so nothing more was written.</summary>
    public const int LeaseLost = 5;
}
