namespace MusicGen.Grains.Sessions;

/// <summary>The tune that a session composes now.</summary>
internal sealed class TuneInProgress(int number, CancellationToken cancellationToken) : IDisposable
{
    public int Number { get; } = number;

    /// <summary>Words composed so far, primer not counted.</summary>
    public List<string> Words { get; } = [];

    public CancellationTokenSource Stop { get; } = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public void Dispose() => Stop.Dispose();
}
