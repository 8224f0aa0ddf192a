namespace MusicGen.Silo.Http;

/// <summary>Bounds of what a stranger may send.</summary>
internal static class ApiLimits
{
    /// <summary>Bodies other than uploads: a tune's request with a MIDI primer of 1 MB in base64 fits.</summary>
    public const long JsonBodyBytes = 2 << 20;
}
