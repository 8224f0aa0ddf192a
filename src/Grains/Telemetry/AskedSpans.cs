using System.Diagnostics;

namespace MusicGen.Grains.Telemetry;

/// <summary>The spans of the requests that asked for work which is done later, by the number of the work: so it becomes part of their traces.</summary>
/// <remarks>After a crash nobody knows them any more, and the work begins a trace of its own. For one grain; not safe for concurrent use.</remarks>
internal sealed class AskedSpans
{
    private readonly Dictionary<int, ActivityContext> _byNumber = [];

    /// <summary>Remembers the span of the call that is being answered now.</summary>
    public void Remember(int number)
    {
        if (Activity.Current is { } asking) _byNumber[number] = asking.Context;
    }

    /// <summary>Begins a span of the work; null where nobody traces.</summary>
    public Activity? Start(string name, int number) =>
        Instrumentation.Activities.StartActivity(name, ActivityKind.Internal, _byNumber.GetValueOrDefault(number));

    public void Forget(int number) => _byNumber.Remove(number);
}
