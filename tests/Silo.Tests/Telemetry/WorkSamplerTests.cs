using System.Diagnostics;
using MusicGen.Silo.Telemetry;
using OpenTelemetry.Trace;

namespace MusicGen.Silo.Tests.Telemetry;

public sealed class WorkSamplerTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.HttpRequestIn", SamplingDecision.RecordAndSample)]
    [InlineData("compose tune", SamplingDecision.RecordAndSample)]
    [InlineData("read page", SamplingDecision.RecordAndSample)]
    [InlineData("train", SamplingDecision.RecordAndSample)]
    [InlineData("ITrainingQueueGrain/Heartbeat", SamplingDecision.Drop)]
    [InlineData("execute OnDeactivateAsync", SamplingDecision.Drop)]
    public void ShouldSample_OfWhatBeginsATrace_KeepsRequestsAndWorkAlone(string name, SamplingDecision expected) => Assert.Equal(expected, Decide(1, name));

    [Fact]
    public void ShouldSample_OfNoShare_KeepsNothing() => Assert.Equal(SamplingDecision.Drop, Decide(0, "train"));

    private static SamplingDecision Decide(double ratio, string name) =>
        new WorkSampler(ratio).ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), name, ActivityKind.Internal)).Decision;
}
