namespace MusicGen.Grains.Computing;

/// <summary>Tells everyone who waits that something changed. For use within one grain: not thread-safe.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    public Task Next => _next.Task;

    public void Raise()
    {
        var now = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        now.SetResult();
    }
}
