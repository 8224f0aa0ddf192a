using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>How much uploads may bring: what <see cref="UploadLimits"/> says, or less where the machine is small.</summary>
public sealed class UploadOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Uploads";

    private const int MostOpen = 100;

    /// <summary>All entries of the archives of one upload when they are unpacked, in bytes. Default and most: 2 GB.</summary>
    public long UnpackedBytes { get; set; } = UploadLimits.UnpackedBytes;

    /// <summary>Uploads of one corpus that wait to be read, or are being read; its state holds a row for each. Default and most: 100.</summary>
    public int Open { get; set; } = MostOpen;

    /// <summary>Files that a corpus has reports for; what it must know of each stays in memory. Default and most: 500,000.</summary>
    public int CorpusFiles { get; set; } = UploadLimits.CorpusFiles;

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (UnpackedBytes is < 1 or > UploadLimits.UnpackedBytes) yield return $"{Section}:{nameof(UnpackedBytes)} must be 1 to {UploadLimits.UnpackedBytes:N0}.";
        if (Open is < 1 or > MostOpen) yield return $"{Section}:{nameof(Open)} must be 1 to {MostOpen}.";
        if (CorpusFiles is < 1 or > UploadLimits.CorpusFiles) yield return $"{Section}:{nameof(CorpusFiles)} must be 1 to {UploadLimits.CorpusFiles:N0}.";
    }
}
