using MusicGen.Bench.Serve.Overload;

namespace MusicGen.Bench.Serve;

/// <summary>What the service is meant to reach.</summary>
internal static class ServeAims
{
    private const int SessionsOfShare = 256;
    private const double Share = 0.8;
    private const double RefusalMilliseconds = 20;
    private const double ShareOfPeak = 0.9;
    private const double Growth = 1.1;

    /// <summary>A sentence for each aim that was missed.</summary>
    public static IEnumerable<string> Missed(IReadOnlyList<LoadFigure> loads, OverloadFigure? overload)
    {
        foreach (var load in loads.Where(load => load.Sessions == SessionsOfShare && load.Share < Share))
            yield return $"{load.Sessions} sessions get {load.Share:P0} of the engine's speed: at least {Share:P0} are meant.";
        if (overload is null) yield break;
        if (overload.Hammered.RefusalP99Milliseconds > RefusalMilliseconds)
            yield return $"Of 100 refusals 99 take up to {overload.Hammered.RefusalP99Milliseconds:N0} ms: at most {RefusalMilliseconds:N0} ms are meant.";
        if (overload.ShareOfPeak < ShareOfPeak) yield return $"Under overload {overload.ShareOfPeak:P0} of the peak are left: at least {ShareOfPeak:P0} are meant.";
        if (overload.Canceled is var canceled && (canceled.AcceptedAfterwards < overload.Places || canceled.EndedAfterwards < overload.Places))
            yield return $"After the cancellations {canceled.AcceptedAfterwards} of {overload.Places} tunes were accepted, and {canceled.EndedAfterwards} ended: all are meant.";
        if (canceled.Growth > Growth) yield return $"Memory grew to {canceled.Growth:N2} times in the second half of the cancellations: at most {Growth:N1} times are meant.";
    }
}
