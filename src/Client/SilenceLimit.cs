namespace MusicGen.Client;

/// <summary>A token that is canceled after a silence, or with another token. Safe for concurrent use.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly TimeSpan _silence;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <param name="silence">Begins now.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Cancels as well.</param>
    public SilenceLimit(TimeSpan silence, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_silence, _limit) = (silence, new CancellationTokenSource(silence, clock));
        _either = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether the silence has lasted that long.</summary>
    public bool IsOver => _limit.IsCancellationRequested;

    /// <summary>Something was heard or sent: the silence begins anew. Of no effect once it was over, or after disposing.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (!_isDisposed) _limit.CancelAfter(_silence);
        }
    }

    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        _either.Dispose();
        _limit.Dispose();
    }
}
