using MusicGen.Contracts;

namespace MusicGen.Client;

/// <summary>How long the service may say nothing, before it is taken for hung: a node that stands still keeps its connections open.</summary>
internal static class Silence
{
    /// <summary>For a request that may be sent again: others have answered long before, and the next try may meet one of them.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);

    /// <summary>For its further tries: whatever holds the service up, after half a minute it gives up itself and says so.</summary>
    private static readonly TimeSpan Further = TimeSpan.FromSeconds(40);

    /// <summary>For what cannot be asked again, so that its outcome is rather awaited than unknown.</summary>
    private static readonly TimeSpan Single = TimeSpan.FromMinutes(2);

    /// <summary>For what takes its time: unpacking an archive, rendering audio, and waiting for those of others.</summary>
    public static TimeSpan OfWork { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Within an answer: parts of it may have to wait for the service's store.</summary>
    public static TimeSpan WithinContent { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Within a stream of events: one ping that is late is none that is lost.</summary>
    public static TimeSpan WithinEvents { get; } = 3 * EventTypes.PingInterval;

    /// <param name="mayRepeat">Whether the request may be sent again.</param>
    /// <param name="tries">How many tries there were before.</param>
    public static TimeSpan Of(bool mayRepeat, int tries) => !mayRepeat ? Single : tries == 0 ? First : Further;
}
