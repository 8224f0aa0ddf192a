using MusicGen.Contracts;

namespace MusicGen.Silo.Audio;

/// <summary>One rendering and those who wait for it; it is given up when the last of them has left.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Rendering
{
    private readonly Lock _gate = new();
    private Func<Task>? _cancel; // null: it has ended or was given up
    private int _waiting = 1;

    /// <summary>Begins it, with one who waits.</summary>
    /// <param name="render">The work, whose token ends it. Null: done; else the problem in its way.</param>
    public Rendering(Func<Rendering, CancellationToken, Task<Problem?>> render) => Ended = RunAsync(render);

    /// <summary>Its outcome; canceled when it was given up or the service stops.</summary>
    public Task<Problem?> Ended { get; }

    /// <summary>Counts one more who waits, and who then calls <see cref="WaitAsync"/>.</summary>
    /// <returns>False when it has ended or was given up.</returns>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_cancel is null) return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>Waits for the outcome, once for each who joined.</summary>
    public async Task<Problem?> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Ended.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                if (--_waiting == 0) GiveUp();
            }
        }
    }

    /// <summary>Ends it whoever waits.</summary>
    public void Stop()
    {
        lock (_gate) GiveUp();
    }

    /// <summary>What hangs on the token runs elsewhere, outside the lock.</summary>
    private void GiveUp()
    {
        _ = _cancel?.Invoke();
        _cancel = null;
    }

    private async Task<Problem?> RunAsync(Func<Rendering, CancellationToken, Task<Problem?>> render)
    {
        using var stop = new CancellationTokenSource();
        _cancel = stop.CancelAsync;
        try
        {
            return await Task.Run(() => render(this, stop.Token), CancellationToken.None);
        }
        finally
        {
            lock (_gate) _cancel = null;
        }
    }
}
