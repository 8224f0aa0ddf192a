using System.Diagnostics;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Nodes;

/// <summary>What a worker tells of the parts of its work, as spans below its run's.</summary>
/// <remarks>One that the worker did not end ends with it: so the trace of a worker that was lost says in what. Not safe for concurrent use.</remarks>
/// <param name="run">The run's span; null where nobody traces.</param>
internal sealed class WorkerSpans(Activity? run)
{
    /// <summary>A worker has two or three.</summary>
    private const int MostOpen = 100;

    private readonly Dictionary<int, Activity> _open = [];

    /// <summary>Whether the worker is to tell of its work.</summary>
    public bool AreWanted => run is { IsAllDataRequested: true };

    /// <summary>Takes over what an event tells.</summary>
    /// <param name="told">Null: nothing.</param>
    public void Take(IReadOnlyList<WorkerSpan>? told)
    {
        if (!AreWanted || told is null) return;
        var current = Activity.Current;
        foreach (var one in told) Take(one);
        Activity.Current = current; // what the node does itself is no part of the worker's work
    }

    /// <summary>Ends what goes on.</summary>
    /// <param name="isLost">Whether the worker ended in a way that it should not have.</param>
    public void End(bool isLost)
    {
        var current = Activity.Current;
        foreach (var span in _open.Values) Stop(span, isLost);
        Activity.Current = current;
        _open.Clear();
    }

    private void Take(WorkerSpan told)
    {
        if (!_open.Remove(told.Number, out var span)) span = Start(told);
        if (span is null) return;
        if (told.EndedAt is { } end) Stop(span.SetEndTime(end.UtcDateTime), told.HasFailed);
        else if (_open.Count < MostOpen) _open.Add(told.Number, span);
    }

    private Activity? Start(WorkerSpan told)
    {
        var span = Instrumentation.Activities.StartActivity(
            told.Name, ActivityKind.Internal, _open.GetValueOrDefault(told.Within, run!).Context, tags: null, links: null, told.StartedAt);
        if (told.Epoch is { } epoch) span?.SetTag("musicgen.training.epoch", epoch);
        return span;
    }

    private static void Stop(Activity span, bool hasFailed)
    {
        if (hasFailed) span.SetStatus(ActivityStatusCode.Error);
        span.Stop();
    }
}
