using System.Diagnostics;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Telemetry;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Nodes;

public sealed class TrainingSpanTests
{
    private const string Request = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Start_OfARequestThatWasTraced_IsOfItsTrace()
    {
        using var listener = Listen();

        using var span = TrainingSpan.Start("someone/t1", "cpu", Claim(Request))!;

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
        Assert.Equal("t1", span.GetTagItem("musicgen.training.id"));
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("someone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of nobody's making")]
    public void Start_OfARequestThatWasNot_BeginsATrace(string? traceParent)
    {
        using var listener = Listen();

        using var span = TrainingSpan.Start("someone/t1", "cpu", Claim(traceParent))!;

        Assert.Equal(default, span.ParentSpanId);
    }

    [Theory]
    [InlineData(false, WorkerEnd.Died, ActivityStatusCode.Error)]
    [InlineData(false, WorkerEnd.Unheard, ActivityStatusCode.Error)]
    [InlineData(false, WorkerEnd.NodeStopped, ActivityStatusCode.Unset)]
    [InlineData(true, WorkerEnd.Died, ActivityStatusCode.Unset)]
    public void End_OfARun_IsAFailureWhereItsWorkerWasLost(bool hasSaidAll, WorkerEnd how, ActivityStatusCode status)
    {
        using var listener = Listen();
        using var span = TrainingSpan.Start("someone/t1", "cpu", Claim(null))!;

        var isLost = TrainingSpan.End(span, hasSaidAll, how);

        Assert.Equal((status, status == ActivityStatusCode.Error), (span.Status, isLost));
    }

    private static TrainingClaim Claim(string? traceParent) =>
        new(1, "hash", new TokenizerSettings(TokenizerKind.NoteNames), "checkpoints", null, new TrainingOptions(), "samples", 0, 60, 600, traceParent);

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
