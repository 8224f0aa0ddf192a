using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>The tune that a session composes now.</summary>
/// <param name="number">Its number.</param>
/// <param name="startedAt">When composing began.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class TuneInProgress(int number, DateTimeOffset startedAt, CancellationToken cancellationToken) : IDisposable
{
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number { get; } = number;

    /// <summary>When composing began, before a crash if there was one.</summary>
    public DateTimeOffset StartedAt { get; set; } = startedAt;

    /// <summary>What was composed; null: it has not begun.</summary>
    public TuneEvents? Events { get; set; }

    public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Completes when nothing more will be written for the tune.</summary>
    public Task Left => _left.Task;

    /// <summary>Its summary, as far as it is.</summary>
    public TuneSummary Complete(TuneSummary tune)
    {
        var variations = Events?.Variations ?? tune.Variations;
        return tune with
        {
            Phase = TunePhase.Running,
            StartedAt = StartedAt,
            Variations = variations,
            WordsDone = variations.Sum(variation => variation.WordsDone),
            Events = Events?.Count ?? tune.Events,
        };
    }

    public void Dispose()
    {
        _left.TrySetResult();
        Stop.Dispose();
    }
}
