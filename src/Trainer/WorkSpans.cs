using MusicGen.Contracts.Training;

namespace MusicGen.Trainer;

/// <summary>The parts of the worker's work, for the node that traces its run; nothing where nobody does.</summary>
/// <remarks>
/// A worker sends no telemetry of its own: its node does, which hears of a part as it begins and outlives a worker that is killed within one.
/// For the training's thread.
/// </remarks>
/// <param name="isTraced">Whether somebody wants them.</param>
/// <param name="clock">When they begin and end.</param>
internal sealed class WorkSpans(bool isTraced, TimeProvider clock)
{
    /// <summary>A training may have ten thousand passes of a second; nobody reads a trace of that.</summary>
    public const int Most = 1000;

    private readonly Stack<WorkerSpan> _open = [];
    private readonly List<WorkerSpan> _unsaid = [];
    private int _begun;

    /// <summary>Begins a part of the one that was begun last and goes on.</summary>
    /// <param name="name">A few words of the product's own.</param>
    /// <param name="epoch">Of a pass: which one.</param>
    public void Begin(string name, int? epoch = null)
    {
        if (!isTraced) return;
        var span = new WorkerSpan(++_begun, _open.TryPeek(out var whole) ? whole.Number : 0, name, clock.GetUtcNow(), Epoch: epoch);
        _open.Push(span);
        Say(span);
    }

    /// <summary>Ends the part that was begun last; nothing, where none goes on.</summary>
    public void End(bool hasFailed = false)
    {
        if (_open.TryPop(out var span)) Say(span with { EndedAt = clock.GetUtcNow(), HasFailed = hasFailed });
    }

    /// <summary>Ends every part that goes on.</summary>
    public void EndAll(bool hasFailed = false)
    {
        while (_open.Count > 0) End(hasFailed);
    }

    /// <summary>Does something as a part.</summary>
    public T In<T>(string name, Func<T> work)
    {
        Begin(name);
        var hasFailed = true;
        try
        {
            var result = work();
            hasFailed = false;
            return result;
        }
        finally
        {
            End(hasFailed);
        }
    }

    /// <summary>What was not taken yet, in the order in which it happened; null: nothing.</summary>
    public IReadOnlyList<WorkerSpan>? Take()
    {
        if (_unsaid.Count == 0) return null;
        WorkerSpan[] taken = [.. _unsaid];
        _unsaid.Clear();
        return taken;
    }

    private void Say(WorkerSpan span)
    {
        if (span.Number <= Most) _unsaid.Add(span);
    }
}
