namespace MusicGen.Contracts.Sessions;

/// <summary>Where a tune stands.</summary>
[GenerateSerializer, Alias("musicgen.TunePhase")]
public enum TunePhase
{
    /// <summary>It waits for its turn in the session.</summary>
    Queued,

    /// <summary>Words are being composed.</summary>
    Running,

    /// <summary>It is in the store.</summary>
    Succeeded,

    /// <summary>It could not be composed.</summary>
    Failed,

    /// <summary>Ended by its owner.</summary>
    Canceled,

    /// <summary>It was not finished in the time that its request gave it.</summary>
    Expired,
}
