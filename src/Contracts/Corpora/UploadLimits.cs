namespace MusicGen.Contracts.Corpora;

/// <summary>What one upload may bring; the service refuses more.</summary>
public static class UploadLimits
{
    /// <summary>Of one file, in bytes. The largest file of the Lakh MIDI collection has under 3 MB.</summary>
    public const int FileBytes = 16 << 20;

    /// <summary>Files in one upload.</summary>
    public const int Files = 2_000;

    /// <summary>Of one upload as it is sent, in bytes.</summary>
    public const long RequestBytes = 512L << 20;
}
