using System.Diagnostics;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Tests.Nodes;

public sealed class WorkerSpansTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ActivityListener _listener;
    private readonly List<Activity> _ended = [];
    private readonly Activity _run;

    public WorkerSpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _run!.TraceId) _ended.Add(span); // other tests trace, too
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _run = Instrumentation.Activities.StartActivity(Instrumentation.Train)!;
    }

    [Fact]
    public void Take_OfAPartWithin_MakesItAChildWithTheWorkersTimes()
    {
        var spans = new WorkerSpans(_run);

        spans.Take([Pass]);
        spans.Take([Write, Write with { EndedAt = Start.AddSeconds(3) }, Pass with { EndedAt = Start.AddSeconds(5) }]);

        Assert.Equal(["write checkpoint", "pass"], _ended.Select(span => span.OperationName));
        var (write, pass) = (_ended[0], _ended[1]);
        Assert.Equal((_run.SpanId, pass.SpanId), (pass.ParentSpanId, write.ParentSpanId));
        Assert.Equal((Start.UtcDateTime, TimeSpan.FromSeconds(5)), (pass.StartTimeUtc, pass.Duration));
        Assert.Equal((Start.UtcDateTime.AddSeconds(2), TimeSpan.FromSeconds(1)), (write.StartTimeUtc, write.Duration));
        Assert.Equal(4, pass.GetTagItem("musicgen.training.epoch"));
        Assert.Null(write.GetTagItem("musicgen.training.epoch"));
        Assert.All(_ended, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public void Take_OfAPartThatHasFailed_SaysSo()
    {
        new WorkerSpans(_run).Take([Write, Write with { EndedAt = Start.AddSeconds(3), HasFailed = true }]);

        Assert.Equal(ActivityStatusCode.Error, Assert.Single(_ended).Status);
    }

    [Theory]
    [InlineData(true, ActivityStatusCode.Error)]
    [InlineData(false, ActivityStatusCode.Unset)]
    public void End_OfAPartThatGoesOn_EndsIt(bool isLost, ActivityStatusCode status)
    {
        var spans = new WorkerSpans(_run);
        spans.Take([Pass]);

        spans.End(isLost);
        spans.End(isLost);

        Assert.Equal(("pass", status), (Assert.Single(_ended).OperationName, _ended[0].Status));
    }

    [Fact]
    public void Take_Always_LeavesTheRunTheCurrentSpan()
    {
        var spans = new WorkerSpans(_run);

        spans.Take([Pass]);
        spans.Take([Pass with { EndedAt = Start.AddSeconds(3) }]);

        Assert.Same(_run, Activity.Current);
    }

    [Fact]
    public void Take_OfARunThatNobodyTraces_DoesNothing()
    {
        var spans = new WorkerSpans(null);

        spans.Take([Pass]);
        spans.End(isLost: true);

        Assert.False(spans.AreWanted);
        Assert.Empty(_ended);
    }

    public void Dispose()
    {
        _run.Dispose();
        _listener.Dispose();
    }

    private static WorkerSpan Pass => new(3, 0, "pass", Start, Epoch: 4);

    private static WorkerSpan Write => new(4, 3, "write checkpoint", Start.AddSeconds(2));
}
