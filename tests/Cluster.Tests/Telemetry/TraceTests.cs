using System.Diagnostics;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Tests.Telemetry;

namespace MusicGen.Cluster.Tests.Telemetry;

/// <summary>What a real collector gets of a real training: service and workers are processes.</summary>
public sealed class TraceTests(UnbrokenTraining unbroken)
{
    [Fact]
    public async Task Training_OfATracedRequest_IsOneTraceFromTheRequestOverItsGrainToItsWorkers()
    {
        using var collector = new OtlpCollector();
        using var data = unbroken.Copy();
        using var asking = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        asking.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        asking.Start(); // the client's requests say that they are of this span
        await using (var silo = await SiloProcess.StartAsync(data, "--Telemetry:Endpoint", collector.Address, "--Telemetry:Protocol", "Http"))
        {
            var training = await silo.Client.Trainings.CreateAsync(unbroken.Request, cancellationToken: Patience.Token);
            var seen = await silo.EventsUntilMidEpochAsync(training);
            silo.Worker().Kill();
            await silo.EventsUntilRunningAgainAsync(training.Id, seen.Kept());
            Assert.Equal(0, (await silo.TerminateAsync()).Code);
        }

        var spans = collector.Spans;
        Assert.All(spans, span => Assert.Equal(asking.TraceId.ToHexString(), span.Trace)); // heartbeats and the like begin none of their own
        Assert.All(spans.Where(span => span.Parent == asking.SpanId.ToHexString()), span => Assert.Matches("^(GET|POST) /v1/trainings", span.Name));
        var runs = spans.Where(span => span.Name == "train").OrderBy(span => span.StartNanoseconds).ToList();
        Assert.Equal([("died", true), ("exited", false)], runs.Select(run => (run.Tags["musicgen.worker.end"], run.HasFailed)));
        foreach (var run in runs)
        {
            Assert.Equal(["ITrainingSessionGrain/Create", "ITrainingSessionGrain/Create", "POST /v1/trainings/"], Above(spans, run).Select(span => span.Name));
            var work = spans.Where(span => span.Parent == run.Id && !span.Name.Contains('/', StringComparison.Ordinal)).OrderBy(span => span.StartNanoseconds).ToList();
            Assert.Equal(["read dataset", "prepare", "pass"], work.Take(3).Select(span => span.Name));
            Assert.All(work, span => Assert.InRange(span.EndNanoseconds, span.StartNanoseconds, run.EndNanoseconds));
            Assert.Equal(run.HasFailed, work[^1].HasFailed); // the pass in which the worker was killed, or stopped
            Assert.All(work.SkipLast(1), span => Assert.False(span.HasFailed));
            Assert.Contains(spans, span => span.Name == "write checkpoint" && Above(spans, span).Contains(run));
        }
        Assert.Contains(spans, span => span.Name == "read checkpoint" && Above(spans, span).Contains(runs[1]));
        Assert.True(spans.Count(span => span.Name.EndsWith("/Report", StringComparison.Ordinal)) < 100, "Progress is no part of the trace.");
    }

    /// <summary>The spans that a span is a part of, from the next one on.</summary>
    private static IEnumerable<SentSpan> Above(IReadOnlyList<SentSpan> spans, SentSpan span)
    {
        while (spans.FirstOrDefault(other => other.Id == span.Parent) is { } above)
        {
            yield return above;
            span = above;
        }
    }
}
