using System.Diagnostics;
using MusicGen.Contracts;
using MusicGen.Grains.Telemetry;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Nodes;

/// <summary>A worker's run as a span of its node's.</summary>
/// <remarks>
/// It is of the trace of the request that asked for it: which created the training, or let it go on. That was answered long ago perhaps, but it is why the run is, and a
/// trace is where one looks for what became of a request.
/// </remarks>
internal static class TrainingSpan
{
    /// <returns>Null where nobody traces.</returns>
    public static Activity? Start(string session, string device, TrainingClaim claim)
    {
        _ = ActivityContext.TryParse(claim.TraceParent, null, isRemote: true, out var asked); // if not, it begins a trace
        var span = Instrumentation.Activities.StartActivity(Instrumentation.Train, ActivityKind.Internal, asked);
        return span?.SetTag("musicgen.training.id", OwnedKey.Parse(session).Id)
            .SetTag("musicgen.training.lease", claim.LeaseEpoch)
            .SetTag("musicgen.device", device)
            .SetTag("musicgen.training.resumed_from", claim.ResumeFrom);
    }

    /// <param name="span">The run's.</param>
    /// <param name="hasSaidAll">Whether the worker had come to an end of its training, or to a checkpoint at which it was asked to stop.</param>
    /// <param name="how">How it ended, where it had not.</param>
    /// <returns>Whether the worker was lost.</returns>
    public static bool End(Activity? span, bool hasSaidAll, WorkerEnd how)
    {
        var isLost = !hasSaidAll && how is (WorkerEnd.Died or WorkerEnd.Unheard);
        span?.SetTag("musicgen.worker.end", hasSaidAll ? "exited" : ContractJson.NameOf(how));
        if (isLost) span?.SetStatus(ActivityStatusCode.Error);
        return isLost;
    }
}
