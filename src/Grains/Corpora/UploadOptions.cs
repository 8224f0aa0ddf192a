using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>How much uploads may bring: what <see cref="UploadLimits"/> says, or less where the machine is small.</summary>
public sealed class UploadOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Uploads";

    private const int MostOpen = 100;
    private const int MostAtOnce = 100;
    private const int PerOwnerWithSignIn = 2;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.1);

    /// <summary>All entries of the archives of one upload when they are unpacked, in bytes. Default and most: 2 GB.</summary>
    public long UnpackedBytes { get; set; } = UploadLimits.UnpackedBytes;

    /// <summary>Uploads of one corpus that wait to be read, or are being read; its state holds a row for each. Default and most: 100.</summary>
    public int Open { get; set; } = MostOpen;

    /// <summary>Files that a corpus has reports for; what it must know of each stays in memory. Default and most: 500,000.</summary>
    public int CorpusFiles { get; set; } = UploadLimits.CorpusFiles;

    /// <summary>Uploads that this silo takes at once. Each needs some 40 MB of memory at the most, and its archives' size of the disk. Default 8.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>Uploads that this silo takes at once of one owner. Default: 2, and as many as of all where there is no sign-in.</summary>
    public int? AtOncePerOwner { get; set; }

    /// <summary>
    /// How long an upload waits for its turn before it is refused. Default 0.5 s: many HTTP clients, curl and .NET's among them, send the body when they were not told within a second whether it is
    /// wanted, and a refusal that meets a body on its way may be lost. Longer is for clients that wait as long, as <c>MusicGenClient.CreateHandler</c> has them do.
    /// </summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Bytes a second that the body of a request must come with on average, an upload's or any other's; time in which the service does not read does not count. Default 8,192.</summary>
    public int LeastBytesPerSecond { get; set; } = 8 << 10;

    /// <summary>After how long of reading a body its pace counts. Default 20 s.</summary>
    public TimeSpan PaceGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an upload may take from its turn on, whatever its pace. Default one hour.</summary>
    public TimeSpan LongestTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Sets what is not set and depends on whether there is a sign-in.</summary>
    public UploadOptions WithDefaults(bool hasSignIn)
    {
        AtOncePerOwner ??= hasSignIn ? Math.Min(PerOwnerWithSignIn, AtOnce) : AtOnce;
        return this;
    }

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (UnpackedBytes is < 1 or > UploadLimits.UnpackedBytes) yield return $"{Section}:{nameof(UnpackedBytes)} must be 1 to {UploadLimits.UnpackedBytes:N0}.";
        if (Open is < 1 or > MostOpen) yield return $"{Section}:{nameof(Open)} must be 1 to {MostOpen}.";
        if (CorpusFiles is < 1 or > UploadLimits.CorpusFiles) yield return $"{Section}:{nameof(CorpusFiles)} must be 1 to {UploadLimits.CorpusFiles:N0}.";
        if (AtOnce is < 1 or > MostAtOnce) yield return $"{Section}:{nameof(AtOnce)} must be 1 to {MostAtOnce}.";
        else if (AtOncePerOwner < 1 || AtOncePerOwner > AtOnce) yield return $"{Section}:{nameof(AtOncePerOwner)} must be 1 to {nameof(AtOnce)}, which is {AtOnce}.";
        if (Wait < ShortestWait || Wait > UploadLimits.LongestWait) yield return $"{Section}:{nameof(Wait)} must be {ShortestWait.TotalSeconds:0.#} to {UploadLimits.LongestWait.TotalSeconds:0} seconds.";
        if (LeastBytesPerSecond is < 1 or > 1 << 20) yield return $"{Section}:{nameof(LeastBytesPerSecond)} must be 1 to {1 << 20:N0}.";
        if (PaceGrace < TimeSpan.FromSeconds(2) || PaceGrace > TimeSpan.FromMinutes(10)) yield return $"{Section}:{nameof(PaceGrace)} must be two seconds to ten minutes.";
        if (LongestTime < TimeSpan.FromSeconds(1) || LongestTime > TimeSpan.FromDays(1)) yield return $"{Section}:{nameof(LongestTime)} must be one second to one day.";
    }
}
