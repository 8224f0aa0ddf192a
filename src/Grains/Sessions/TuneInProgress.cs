namespace MusicGen.Grains.Sessions;

/// <summary>The tune that a session composes now.</summary>
internal sealed class TuneInProgress(int number, CancellationToken cancellationToken) : IDisposable
{
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number { get; } = number;

    /// <summary>Words composed so far, primer not counted.</summary>
    public List<string> Words { get; } = [];

    public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Completes when nothing more will be written for the tune.</summary>
    public Task Left => _left.Task;

    public void Dispose()
    {
        _left.TrySetResult();
        Stop.Dispose();
    }
}
