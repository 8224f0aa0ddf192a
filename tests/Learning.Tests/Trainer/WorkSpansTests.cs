using MusicGen.Contracts.Training;
using MusicGen.Trainer;

namespace MusicGen.Learning.Tests.Trainer;

public sealed class WorkSpansTests
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    [Fact]
    public void In_WithinAPart_IsToldAsItsPart()
    {
        var spans = new WorkSpans(isTraced: true, Clock);

        spans.Begin("pass", 2);
        var result = spans.In("write checkpoint", () => 7);
        spans.EndAll();

        Assert.Equal(7, result);
        var told = spans.Take()!;
        Assert.Equal(
            [("pass", 1, 0, false), ("write checkpoint", 2, 1, false), ("write checkpoint", 2, 1, true), ("pass", 1, 0, true)],
            told.Select(span => (span.Name, span.Number, span.Within, span.EndedAt is not null)));
        Assert.Equal(2, told[0].Epoch);
        Assert.Null(spans.Take());
    }

    [Fact]
    public void In_ThatThrows_HasFailed()
    {
        var spans = new WorkSpans(isTraced: true, Clock);

        Assert.Throws<IOException>(() => spans.In<int>("write checkpoint", () => throw new IOException()));

        Assert.True(spans.Take()![^1].HasFailed);
    }

    [Fact]
    public void Take_WhereNobodyTraces_IsNothing()
    {
        var spans = new WorkSpans(isTraced: false, Clock);

        spans.Begin("pass");
        spans.In("write checkpoint", () => 7);
        spans.EndAll();

        Assert.Null(spans.Take());
    }

    [Fact]
    public void Take_OfALongTraining_IsBounded()
    {
        var spans = new WorkSpans(isTraced: true, Clock);
        var told = new List<WorkerSpan>();

        for (var pass = 0; pass < 2 * WorkSpans.Most; pass++)
        {
            spans.In("pass", () => 7);
            told.AddRange(spans.Take() ?? []);
        }

        Assert.Equal(2 * WorkSpans.Most, told.Count); // each begins and ends
    }
}
