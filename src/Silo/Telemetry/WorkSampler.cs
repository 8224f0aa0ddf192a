using MusicGen.Grains.Telemetry;
using OpenTelemetry.Trace;

namespace MusicGen.Silo.Telemetry;

/// <summary>Decides of what begins a trace: a request, or work of the product's. The cluster's own housekeeping begins none.</summary>
/// <remarks>
/// Without it every heartbeat would be a trace; and so would be each grain call of a request that is not kept, since Orleans passes on the traces of those calls alone that
/// somebody keeps.
/// </remarks>
/// <param name="ratio">The share that is kept.</param>
internal sealed class WorkSampler(double ratio) : Sampler
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == Request || Instrumentation.Work.Contains(samplingParameters.Name) ? _share.ShouldSample(samplingParameters) : new SamplingResult(SamplingDecision.Drop);
}
