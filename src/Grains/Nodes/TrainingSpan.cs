using System.Diagnostics;
using MusicGen.Contracts;
using MusicGen.Grains.Telemetry;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>A worker's run as a span of its node's.</summary>
/// <remarks>It begins a trace of its own, linked with the request that created the training: that may have been answered weeks ago.</remarks>
internal static class TrainingSpan
{
    /// <returns>Null where nobody traces.</returns>
    public static Activity? Start(string session, string device, TrainingClaim claim)
    {
        ActivityLink[] links = ActivityContext.TryParse(claim.TraceParent, null, isRemote: true, out var asked) ? [new ActivityLink(asked)] : [];
        var span = Instrumentation.Activities.StartActivity("train", ActivityKind.Internal, default(ActivityContext), tags: null, links);
        return span?.SetTag("musicgen.training.id", OwnedKey.Parse(session).Id)
            .SetTag("musicgen.training.lease", claim.LeaseEpoch)
            .SetTag("musicgen.device", device)
            .SetTag("musicgen.training.resumed_from", claim.ResumeFrom);
    }

    /// <param name="span">The run's.</param>
    /// <param name="hasSaidAll">Whether the worker had come to an end of its training, or to a checkpoint at which it was asked to stop.</param>
    /// <param name="how">How it ended, where it had not.</param>
    public static void End(Activity? span, bool hasSaidAll, WorkerEnd how)
    {
        span?.SetTag("musicgen.worker.end", hasSaidAll ? "exited" : ContractJson.NameOf(how));
        if (!hasSaidAll && how is (WorkerEnd.Died or WorkerEnd.Unheard)) span?.SetStatus(ActivityStatusCode.Error);
    }
}
