namespace MusicGen.Contracts.Corpora;

/// <summary>What one upload may bring; the service refuses more.</summary>
public static class UploadLimits
{
    /// <summary>Of one file, in bytes. The largest file of the Lakh MIDI collection has under 3 MB.</summary>
    public const int FileBytes = 16 << 20;

    /// <summary>Files sent one by one in one upload.</summary>
    public const int Files = 2_000;

    /// <summary>Entries in the zip archives of one upload, folders and other files included.</summary>
    public const int ZipEntries = 20_000;

    /// <summary>Of all entries of the archives of one upload when they are unpacked, in bytes, as counted while unpacking.</summary>
    public const long UnpackedBytes = 2L << 30;

    /// <summary>How many times larger than its packed form an entry may become, beyond its first megabyte. MIDI files come to 30 at most.</summary>
    public const int UnpackedRatio = 200;

    /// <summary>Of one upload as it is sent, in bytes.</summary>
    public const long RequestBytes = 512L << 20;

    /// <summary>How long an upload may wait for its turn, without a word, wherever it is allowed the longest: a client must not send the body before.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Files that a corpus has reports for.</summary>
    public const int CorpusFiles = 500_000;
}
